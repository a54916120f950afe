// Bots' tokens at the door: what each may do, by every way in, and when it ends.
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Scope, scopes } from '../../src/shared/bots.ts';
import { type CommandInput, type CommandName } from '../../src/shared/commands.ts';
import { scopeOf } from '../../src/shared/scopes.ts';
import { connectClient, type Member, type TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { newToken, post, startServer, type TestServer } from '../support/server.ts';
import { validInputs } from './validInputs.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

async function makeBot(given: Scope[], others: Partial<CommandInput<'bot.create'>> = {}) {
  const [id, token] = [uuidv7(), newToken()];
  const { bot } = await mara.ask('bot.create', {
    id,
    name: `Bot ${id.slice(-12)}`,
    role: 'member',
    channels: [mara.general],
    token,
    tokenName: 'cron',
    scopes: given,
    expiresIn: null,
    ...others,
  });
  const member: Member = { id, name: bot.name, token, general: mara.general };
  return member;
}

const ask = (token: string, name: CommandName, input: object) =>
  post<Record<string, unknown>>(server.url, { name, input }, token);
const missing = (scope: Scope) => ({
  ok: false,
  error: { code: 'FORBIDDEN', field: 'scope', message: expect.stringContaining(scope) },
});

describe.each(scopes)('a token that may %s', (scope) => {
  test('is refused every command of another scope before anything is done', async () => {
    const bot = await makeBot([scope]);
    const { head } = await mara.ask('link.ping', {});
    for (const [name, input] of Object.entries(validInputs(bot)) as [CommandName, object][]) {
      const wanted = scopeOf(name);
      if (wanted === scope) continue;
      expect([name, await ask(bot.token, name, input)]).toEqual([name, missing(wanted)]);
    }
    expect(await mara.ask('link.ping', {})).toEqual({ head });
  });
});

describe('a token', () => {
  test('does what it may, and what its role does not allow stays forbidden', async () => {
    const { token, id, general: conversation } = await makeBot(['read', 'send', 'manage']);
    const said = await ask(token, 'message.send', { id: uuidv7(), conversation, text: 'beep' });
    expect(said).toMatchObject({ ok: true, value: { conversation } });
    expect(await ask(token, 'sync.resume', {})).toMatchObject({ value: { me: id } });
    const profile = { id: uuidv7(), name: `Robo ${id.slice(-12)}`, about: 'beeps' };
    expect(await ask(token, 'profile.set', profile)).toMatchObject({ ok: true });
    const change = { id: uuidv7(), user: mara.id, name: 'Other' };
    const refused = await ask(token, 'person.set', change);
    expect(refused).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(refused.ok ? null : refused.error.field).not.toBe('scope');
  });

  test('that may not read listens to nothing', async () => {
    const bot = await makeBot(['send', 'manage']);
    await expect(connectClient(server.url, bot)).rejects.toMatchObject({
      data: { code: 'FORBIDDEN', field: 'scope' },
    });
    const stream = await fetch(`${server.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${bot.token}` },
    });
    expect(stream.status).toBe(403);
  });

  test('that may only read types to nobody', async () => {
    const quiet = await server.connect(await makeBot(['read']));
    const loud = await server.connect(await makeBot(['read', 'send']));
    for (const client of [quiet, loud])
      client.socket.emit('signal', { type: 'typing', conversation: mara.general, on: true });
    await eventually(() =>
      expect(mara.signals).toContainEqual(
        expect.objectContaining({ type: 'typing', user: loud.id }),
      ),
    );
    expect(mara.signals).not.toContainEqual(
      expect.objectContaining({ type: 'typing', user: quiet.id }),
    );
  });

  test('that has expired opens nothing, and ends what it opened', async () => {
    const bot = await makeBot(['read', 'send'], { expiresIn: 4000 });
    const client = await server.connect(bot);
    await eventually(() => expect(client.socket.connected).toBe(false));
    const late = await ask(bot.token, 'sync.resume', {});
    expect(late).toMatchObject({
      error: { code: 'UNAUTHENTICATED', message: expect.stringContaining('expired') },
    });
    await expect(connectClient(server.url, bot)).rejects.toMatchObject({
      data: { code: 'UNAUTHENTICATED' },
    });
  });

  test('is listed with what it may, and revoked like a computer', async () => {
    const bot = await makeBot(['read']);
    const id = uuidv7();
    const second = { ...bot, token: newToken() };
    const more = { bot: bot.id, token: second.token, name: 'laptop', scopes: ['read' as const] };
    await mara.ask('bot.token', { id, ...more, expiresIn: 3_600_000 });
    const client = await server.connect(second);
    const { devices } = await mara.ask('device.list', { user: bot.id });
    expect(devices).toMatchObject([
      { id: bot.id, name: 'cron', scopes: ['read'], online: false },
      { id, name: 'laptop', scopes: ['read'], expiresAt: expect.any(Number), online: true },
    ]);
    await mara.ask('device.revoke', { device: id });
    await eventually(() => expect(client.socket.connected).toBe(false));
    expect(await ask(second.token, 'sync.resume', {})).toMatchObject({
      error: { code: 'REVOKED' },
    });
    expect(await ask(bot.token, 'sync.resume', {})).toMatchObject({ ok: true });
  });

  test('of a bot that is shut out opens nothing', async () => {
    const bot = await makeBot(['read']);
    await mara.ask('person.set', { id: uuidv7(), user: bot.id, active: false });
    expect(await ask(bot.token, 'sync.resume', {})).toMatchObject({
      error: { code: 'DEACTIVATED' },
    });
  });
});

test('bots do not count as people', async () => {
  await makeBot(['read']);
  const response = await fetch(`${server.url}/api/v1/team`);
  expect(await response.json()).toMatchObject({ people: 1 });
});
