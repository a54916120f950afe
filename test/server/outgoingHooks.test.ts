// What outgoing hooks send, to somebody who listens, fails, or sleeps.
import { createHmac } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  failedOf,
  hasty,
  lab,
  makeHook,
  patient,
  say,
  secret,
  stateOf,
} from '../support/outgoing.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';

describe('an event', () => {
  test('is told with who it is from, signed', async () => {
    const { server, mara, receiver } = await lab();
    const hook = await makeHook(mara, receiver);
    const { pos } = await say(mara, 'hello');
    await eventually(() => expect(receiver.taken).toHaveLength(1));
    const [taken] = receiver.taken;
    const { headers = {}, body = '' } = taken ?? {};
    const { id, name } = server.team;
    expect(JSON.parse(body)).toMatchObject({
      hook: hook.id,
      team: { id, name },
      event: { type: 'message.created', pos, author: mara.id, body: { text: 'hello' } },
    });
    const timestamp = String(headers['lanline-timestamp']);
    const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'lanline-event': 'message.created',
      'lanline-delivery': `${hook.id}-${pos}`,
      'lanline-signature': `v1=${mac}`,
    });
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    await eventually(async () =>
      expect(await stateOf(mara, hook.id)).toMatchObject({
        lastUsedAt: expect.any(Number),
        state: { name: 'working', cursor: pos, failingSince: null, lastError: null, dead: 0 },
      }),
    );
  });

  test('of another kind or place, from before, or of its own is not', async () => {
    const { mara, receiver } = await lab();
    const elsewhere = uuidv7();
    await mara.ask('channel.create', { id: elsewhere, name: 'elsewhere' });
    await say(mara, 'before');
    const types = ['message.created', 'reaction.changed', 'member.joined'] as const;
    await makeHook(mara, receiver, { types: [...types] });
    const { seq: target } = await say(mara, 'one');
    await say(mara, 'there', elsewhere);
    const at = { conversation: mara.general, target };
    await mara.ask('message.edit', { id: uuidv7(), ...at, text: 'two' });
    await mara.ask('reaction.set', { id: uuidv7(), ...at, emoji: '🌱', on: true });
    await say(mara, 'last');
    await eventually(() => expect(receiver.texts()).toContain('last'));
    expect(receiver.taken.map(({ event }) => event.type)).toEqual([
      'message.created',
      'reaction.changed',
      'message.created',
    ]);
  });

  test('that came in by another hook is', async () => {
    const { server, mara, receiver } = await lab();
    await makeHook(mara, receiver);
    const key = 'k'.repeat(22);
    const incoming = { id: uuidv7(), name: 'Backup', conversation: mara.general, key };
    await mara.ask('hook.create', incoming);
    await fetch(`${server.url}/hooks/${key}`, { method: 'POST', body: 'finished' });
    await eventually(() => expect(receiver.texts()).toEqual(['finished']));
  });
});

describe('a receiver', () => {
  test('that fails gets it again, in order, as the same delivery', async () => {
    const { mara, receiver } = await lab();
    let times = 0;
    receiver.answer = (response) => void response.writeHead(++times < 3 ? 503 : 204).end();
    await makeHook(mara, receiver);
    await say(mara, 'one');
    await say(mara, 'two');
    await eventually(() => expect(receiver.texts()).toEqual(['one', 'one', 'one', 'two']));
    const ids = receiver.taken.map(({ headers }) => headers['lanline-delivery']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
  });

  test('that goes on failing is known to, and what is given up waits for somebody', async () => {
    const { mara, receiver } = await lab();
    receiver.answer = (response, { event }) =>
      void response.writeHead(event.body['text'] === 'bad' ? 500 : 200).end();
    const { id: hook } = await makeHook(mara, receiver);
    const bad = await say(mara, 'bad');
    await say(mara, 'good');
    await eventually(() => expect(receiver.texts()).toEqual(['bad', 'bad', 'bad', 'good']));
    const failed = { type: 'message.created', error: 'answered 500', at: expect.any(Number) };
    await eventually(async () =>
      expect(await failedOf(mara, hook)).toEqual([
        { pos: bad.pos, ...failed, tries: 3, waiting: false },
      ]),
    );
    await eventually(async () =>
      expect((await stateOf(mara, hook)).state).toMatchObject({ name: 'working', dead: 1 }),
    );

    await mara.ask('hook.replay', { id: uuidv7(), hook, pos: bad.pos });
    await eventually(async () =>
      expect(await failedOf(mara, hook)).toEqual([
        { pos: bad.pos, ...failed, tries: 4, waiting: false },
      ]),
    );
    // One event that it does not take is no failing.
    await eventually(async () =>
      expect((await stateOf(mara, hook)).state).toMatchObject({ name: 'working', dead: 1 }),
    );
    receiver.answer = 200;
    await mara.ask('hook.replay', { id: uuidv7(), hook, pos: null });
    await eventually(async () => expect(await failedOf(mara, hook)).toEqual([]));
    expect(receiver.texts().slice(-2)).toEqual(['bad', 'bad']);
  });

  test('is not kept waiting by its pause when somebody asks for another try', async () => {
    const { mara, receiver } = await lab({ retry: patient });
    receiver.answer = 500;
    const { id: hook } = await makeHook(mara, receiver);
    await say(mara, 'late');
    await eventually(async () =>
      expect((await stateOf(mara, hook)).state).toMatchObject({
        name: 'failing',
        failingSince: expect.any(Number),
        lastError: 'answered 500',
      }),
    );
    receiver.answer = 200;
    await mara.ask('hook.replay', { id: uuidv7(), hook, pos: null });
    await eventually(() => expect(receiver.texts()).toEqual(['late', 'late']));
  });

  test('is not tried early because of what becomes of other hooks', async () => {
    const { mara, receiver } = await lab({ retry: patient });
    receiver.answer = 500;
    const { id: hook } = await makeHook(mara, receiver);
    await say(mara, 'late');
    await eventually(async () =>
      expect((await stateOf(mara, hook)).state).toMatchObject({ name: 'failing' }),
    );
    const other = await openReceiver();
    for (const text of ['one', 'two', 'three']) {
      await makeHook(mara, other);
      await say(mara, text);
      await eventually(() => expect(other.texts()).toContain(text));
    }
    expect(receiver.texts()).toEqual(['late']);
  });

  test('that says it is gone is not asked twice', async () => {
    const { mara, receiver } = await lab();
    receiver.answer = 410;
    const { id: hook } = await makeHook(mara, receiver);
    await say(mara, 'one');
    await eventually(async () =>
      expect(await failedOf(mara, hook)).toMatchObject([{ tries: 1, error: 'answered 410' }]),
    );
    expect(receiver.taken).toHaveLength(1);
  });

  test('elsewhere gets nothing by a redirect', async () => {
    const { mara, receiver } = await lab();
    const other = await openReceiver();
    receiver.answer = (response) => void response.writeHead(307, { location: other.url }).end();
    const { id: hook } = await makeHook(mara, receiver);
    await say(mara, 'one');
    await eventually(async () =>
      expect(await failedOf(mara, hook)).toMatchObject([{ tries: 3, error: 'answered 307' }]),
    );
    expect(other.taken).toEqual([]);
  });

  const late = [{ error: 'no answer within 2 seconds', tries: 1 }];
  test.each<[string, Receiver['answer'], object[]]>([
    ['never answers', () => {}, late],
    ['goes on answering', (response) => response.writeHead(200).flushHeaders(), []],
    ['ends the connection', (response) => void response.destroy(), [{ tries: 1 }]],
  ])('that %s is given up, or taken at its word', async (_what, answer, failed) => {
    const { mara, receiver } = await lab({ retry: { ...hasty, tries: 1 }, timeoutMs: 2000 });
    receiver.answer = answer;
    const { id: hook } = await makeHook(mara, receiver);
    await say(mara, 'slow');
    await eventually(() => expect(receiver.texts()).toEqual(['slow']));
    receiver.answer = 200;
    await say(mara, 'next');
    await eventually(() => expect(receiver.texts()).toEqual(['slow', 'next']));
    await eventually(async () => expect(await failedOf(mara, hook)).toMatchObject(failed));
  });

  test('that is not there, or shows a certificate nobody vouches for, gets nothing', async () => {
    const { server, mara } = await lab();
    for (const [url, error] of [
      ['http://127.0.0.1:1/', /ECONNREFUSED/],
      [`https://127.0.0.1:${server.port}/`, /certificate/],
    ] as const) {
      const { id: hook } = await makeHook(mara, { url });
      const { pos } = await say(mara, 'one');
      await eventually(async () =>
        expect(await failedOf(mara, hook)).toMatchObject([
          { pos, tries: 3, error: expect.stringMatching(error) },
        ]),
      );
    }
  });
});
