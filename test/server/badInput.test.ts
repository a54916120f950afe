// Every command with what it does not expect: a typed answer, nothing written, nobody disconnected.
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandName, commands } from '../../src/shared/commands.ts';
import { byteLength, limits } from '../../src/shared/entities.ts';
import type { Reply } from '../../src/shared/protocol.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { post, startServer, type TestServer } from '../support/server.ts';
import { validInputs } from './validInputs.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

const names = Object.keys(commands) as CommandName[];
const wrong = [null, [], ['x'], {}, true, -1, 1.5, 1e300, '', 'x'.repeat(70_000), '\ud800', '\0'];

async function codeOf(frame: unknown): Promise<string> {
  const reply = (await mara.socket
    .timeout(5000)
    .emitWithAck('command', frame as { name: string; input: unknown })) as Reply;
  return reply.ok ? 'ok' : reply.error.code;
}
const head = async (): Promise<number> => (await mara.ask('sync.resume', {})).head;

describe.each(names)('%s', (name) => {
  const inputs = (): Record<string, unknown> => validInputs(mara)[name];

  test('is refused without its input, or with another kind of thing in its place', async () => {
    for (const input of [undefined, null, 1, 'x', [], [inputs()]])
      expect([input, await codeOf({ name, input })]).toEqual([input, 'INVALID']);
  });

  test('is refused with a wrong value in any field', async () => {
    const before = await head();
    for (const field of Object.keys(inputs())) {
      for (const value of wrong) {
        if (isAllowed(name, { ...inputs(), [field]: value })) continue;
        const code = await codeOf({ name, input: { ...inputs(), [field]: value } });
        const what = `${field}: ${JSON.stringify(value).slice(0, 20)}`;
        expect([what, code]).toEqual([
          what,
          expect.stringMatching(/^(INVALID|TOO_LARGE|INVITE_INVALID)$/),
        ]);
      }
    }
    expect(await head()).toBe(before);
  });
});

const isAllowed = (name: CommandName, input: unknown): boolean =>
  commands[name].input.safeParse(input).success;

/** What strangers may ask. */
const open: CommandName[] = ['team.join', 'invite.look'];

test.each(names.filter((name) => !open.includes(name)))('%s needs somebody', async (name) => {
  const outcome = await post(server.url, { name, input: validInputs(mara)[name] });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } });
});

describe('a frame', () => {
  test.each([
    ['nothing', undefined, 'INVALID'],
    ['null', null, 'INVALID'],
    ['a list', ['link.ping', {}], 'INVALID'],
    ['a string', 'link.ping', 'INVALID'],
    ['no name', { input: {} }, 'INVALID'],
    ['a list for a name', { name: ['link.ping'], input: {} }, 'INVALID'],
    ['an endless name', { name: 'x'.repeat(65), input: {} }, 'INVALID'],
    ['an unknown name', { name: 'team.conquer', input: {} }, 'UNKNOWN_COMMAND'],
    ["an object's own name", { name: 'constructor', input: {} }, 'UNKNOWN_COMMAND'],
    ['__proto__', { name: '__proto__', input: {} }, 'UNKNOWN_COMMAND'],
    ['more than it needs', { name: 'link.ping', input: { x: 1 }, extra: 1 }, 'ok'],
  ])('with %s', async (_what, frame, code) => expect(await codeOf(frame)).toBe(code));

  test('without anybody waiting for the answer is not run', async () => {
    const send = () => validInputs(mara)['message.send'];
    const before = await head();
    const emit = mara.socket.emit.bind(mara.socket) as (...args: unknown[]) => void;
    emit('command', { name: 'message.send', input: send() });
    emit('command', { name: 'message.send', input: send() }, 'no function');
    emit('command');
    emit('no such event', { name: 'message.send', input: send() });
    // Answers come in order: whatever the above caused has happened when this one is here.
    await mara.ask('message.send', send());
    expect(await head()).toBe(before + 1);
  });

  test('that is no signal is ignored', async () => {
    const emit = mara.socket.emit.bind(mara.socket) as (...args: unknown[]) => void;
    const typing = { type: 'typing', conversation: mara.general, on: true };
    const jon = await server.member('Jon');
    for (const raw of [null, [], 'typing', { ...typing, on: 'yes' }, { type: 'head', pos: 9 }, {}])
      emit('signal', raw);
    emit('signal');
    emit('signal', typing);
    const heard = () => jon.signals.filter(({ type }) => type !== 'presence');
    await eventually(() => expect(heard()).toEqual([{ ...typing, user: mara.id }]));
  });
});

describe('a text', () => {
  const sent = (text: string) =>
    codeOf({ name: 'message.send', input: { id: uuidv7(), conversation: mara.general, text } });

  test('of the longest length arrives whole, one byte more is too large', async () => {
    const text = '漢'.repeat(limits.textBytes / 4) + 'x'.repeat(limits.textBytes / 4);
    expect(byteLength(text)).toBe(limits.textBytes);
    expect(await sent(text)).toBe('ok');
    await eventually(() => expect(mara.events().at(-1)?.body['text']).toBe(text));
    expect(await sent(`${text}x`)).toBe('TOO_LARGE');
    // JSON makes the worst text that is one twice as long, any other six times: both still fit into a frame.
    expect(await sent('"'.repeat(limits.textBytes))).toBe('ok');
    expect(await sent('\u0001'.repeat(limits.textBytes))).toBe('INVALID');
  });

  test.each([
    ['', 'INVALID'],
    [' \n\t\u3000', 'INVALID'],
    ['\u200b\u2060', 'INVALID'],
    ['a\0b', 'INVALID'],
    ['half \ud83d', 'INVALID'],
  ])('%j is %s', async (text, code) => expect(await sent(text)).toBe(code));
});

test('an unknown conversation and one that is not mine say so', async () => {
  const eve = await server.member('Eve');
  const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'mine' });
  const text = 'hello';
  const outcomes = await Promise.all([
    eve.command('message.send', { id: uuidv7(), conversation: uuidv7(), text }),
    eve.command('message.send', { id: uuidv7(), conversation, text }),
    eve.command('channel.join', { id: uuidv7(), conversation: uuidv7() }),
    eve.command('direct.open', { id: uuidv7(), user: uuidv7() }),
    eve.command('profile.set', { id: uuidv7(), name: 'MARA' }),
    eve.command('profile.set', { id: uuidv7(), name: 'x'.repeat(41) }),
    eve.command('channel.create', { id: uuidv7(), name: 'Mine' }),
  ]);
  const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
  expect(codes).toEqual([
    'NOT_FOUND',
    'NOT_MEMBER',
    'NOT_FOUND',
    'NOT_FOUND',
    'NAME_TAKEN',
    'INVALID',
    'NAME_TAKEN',
  ]);
  expect(outcomes[4]).toMatchObject({ error: { field: 'name' } });
});
