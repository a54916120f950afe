// I13: a full disk is a typed answer, and when there is room again nothing needs a restart.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { TestClient } from '../support/client.ts';
import { canMountDisks, fillDisk, testDisk } from '../support/disk.ts';
import { joinTeam, post, testServer } from '../support/server.ts';

if (!canMountDisks)
  console.log('A full disk is not tried: only root on Linux can have a small one.');

const message = (me: TestClient) => ({
  id: uuidv7(),
  conversation: me.general,
  text: 'x'.repeat(12_000),
});

describe.runIf(canMountDisks)('a full disk', () => {
  test('refuses what would have to be written, and what has room again goes on', async () => {
    const folder = testDisk('size=4m');
    const server = await testServer({ folder });
    const [mara, jon] = [await server.member('Mara'), await server.member('Jon')];
    const first = await mara.ask('message.send', message(mara));
    await jon.ask('link.ping', {});
    const framesBefore = jon.frames.length;

    const makeRoom = fillDisk(folder);
    const refused = Array.from({ length: 40 }, () => message(mara));
    const outcomes = await Promise.all(refused.map((input) => mara.command('message.send', input)));
    // What the write-ahead log still had room for was kept; the rest was refused, by its right name.
    const lost = outcomes.filter((outcome) => !outcome.ok).map(({ error }) => error.code);
    expect(new Set(lost)).toEqual(new Set(['STORAGE_FULL']));
    const newcomer = await joinTeam(server.url, 'Eve').catch((error: unknown) => error);
    expect(newcomer).toMatchObject({ code: 'STORAGE_FULL' });
    const ping = { name: 'message.send', input: message(mara) };
    expect(await post(server.url, ping, mara.token)).toMatchObject({
      error: { code: 'STORAGE_FULL' },
    });
    // Reading needs no room.
    const { events } = await jon.ask('history.page', { conversation: jon.general });
    const kept = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.seq] : []));
    expect(events.at(-1)?.seq).toBe(Math.max(first.seq, ...kept));

    makeRoom();
    const again = await Promise.all(refused.map((input) => mara.ask('message.send', input)));
    const seqs = again.map(({ seq }) => seq).toSorted((a, b) => a - b);
    expect(seqs).toEqual(refused.map((_, n) => first.seq + 1 + n));
    const positions = again.map(({ pos }) => pos).toSorted((a, b) => a - b);
    expect(positions).toEqual(refused.map((_, n) => first.pos + 1 + n));
    expect(again.filter(({ duplicate }) => duplicate)).toHaveLength(kept.length);
    expect(await server.member('Eve')).toMatchObject({ name: 'Eve' });
    await jon.ask('link.ping', {});
    const heard = jon.frames.slice(framesBefore).flatMap((frame) => frame.events);
    const pushed = heard.filter(({ type }) => type === 'message.created').map(({ seq }) => seq);
    expect(pushed).toEqual(seqs);
    await server.close();
  });

  test('does not keep a server from starting on what is there', async () => {
    const folder = testDisk('size=4m');
    const first = await testServer({ folder });
    const mara = await first.member('Mara');
    const sent = await mara.ask('message.send', message(mara));
    await first.close();
    const makeRoom = fillDisk(folder);
    const starting = await testServer({ folder }).catch((error: unknown) => error);
    expect(starting).toMatchObject({ code: 'STORAGE_FULL' });
    makeRoom();
    const second = await testServer({ folder });
    const again = await second.connect(mara);
    const { events } = await again.ask('history.page', { conversation: mara.general });
    expect(events.at(-1)?.seq).toBe(sent.seq);
    await second.close();
  });
});
