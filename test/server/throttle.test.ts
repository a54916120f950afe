// Guessing and flooding at the door: what it costs whoever does it, and nobody else.
import { request } from 'node:http';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { Limits } from '../../server/limits.ts';
import { createThrottle } from '../../server/throttle.ts';
import { connectControl } from '../../server/cli/control.ts';
import type { Failure, Outcome } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { newCode, newToken, type TestServer, testServer } from '../support/server.ts';

type Sent = { token?: string; from?: string; headers?: Record<string, string> };
type Answer = { status: number; retryAfter: string | undefined; outcome: Outcome<unknown> };

/** A command over HTTP, from one of the loopback's many addresses. */
function send(
  { port }: TestServer,
  name: string,
  input: unknown,
  { token, from = '127.0.0.1', headers = {} }: Sent = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      localAddress: from,
      method: 'POST',
      path: '/api/v1/commands',
      agent: false,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    asked.on('error', reject).on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => void (text += chunk));
      response.on('end', () => {
        const outcome = JSON.parse(text) as Outcome<unknown>;
        const retryAfter = response.headers['retry-after'];
        resolve({ status: response.statusCode ?? 0, retryAfter, outcome });
      });
    });
    asked.end(JSON.stringify({ name, input }));
  });
}

const codeOf = ({ outcome }: Answer): string => (outcome.ok ? 'ok' : outcome.error.code);
const failureOf = ({ outcome }: Answer): Failure | undefined =>
  outcome.ok ? undefined : outcome.error;
const look = (server: TestServer, code: string, from?: string) =>
  send(server, 'invite.look', { code }, from === undefined ? {} : { from });
const newcomer = (more: object = {}) => ({
  id: uuidv7(),
  name: `N${uuidv7().slice(-8)}`,
  token: newToken(),
  device: 'test',
  ...more,
});

const server = (limits: Partial<Limits>) => testServer({ door: 'ask', limits });

/** A code that opens the door for anybody. */
async function invite({ folder }: TestServer, code = newCode()): Promise<string> {
  const console = await connectControl(folder);
  const terms = { role: 'member', expiresIn: null, uses: null } as const;
  await console?.ask('invite.create', { id: uuidv7(), code, ...terms });
  return code;
}

describe('strangers', () => {
  test('are answered so often, each address for itself, and members go on', async () => {
    const here = await server({ strangers: { tries: 3, seconds: 60 } });
    const code = await invite(here);
    for (let n = 0; n < 3; n++) expect(codeOf(await look(here, code))).toBe('ok');
    const answer = await look(here, code);
    expect(answer.status).toBe(429);
    const failure = failureOf(answer);
    expect(failure?.code).toBe('RATE_LIMITED');
    expect(failure?.retryAfterMs).toBeGreaterThan(0);
    expect(failure?.retryAfterMs).toBeLessThanOrEqual(60_000);
    expect(Number(answer.retryAfter)).toBeGreaterThanOrEqual(1);
    // Also for what is no command at all.
    expect(codeOf(await send(here, 'nonsense', null))).toBe('RATE_LIMITED');
    expect(codeOf(await look(here, code, '127.0.0.2'))).toBe('ok');

    const input = newcomer({ code });
    expect(codeOf(await send(here, 'team.join', input, { from: '127.0.0.3' }))).toBe('ok');
    for (let n = 0; n < 10; n++)
      expect(codeOf(await send(here, 'sync.resume', {}, { token: input.token }))).toBe('ok');
  });

  test('are not believed about where they come from', async () => {
    const here = await server({ strangers: { tries: 3, seconds: 60 } });
    const answers = [];
    for (let n = 0; n < 5; n++) {
      const claims = {
        'x-forwarded-for': `10.0.0.${n}`,
        'x-real-ip': `10.0.1.${n}`,
        forwarded: `for=10.0.2.${n}`,
      };
      answers.push(codeOf(await send(here, 'team.join', newcomer(), { headers: claims })));
    }
    expect(answers).toEqual(['ok', 'ok', 'ok', 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  test('are answered again after a while', async () => {
    const here = await server({ strangers: { tries: 1, seconds: 1 } });
    const code = await invite(here);
    // Both at once, so that they come within the second.
    const both = await Promise.all([look(here, code), look(here, code)]);
    expect(both.map(codeOf).toSorted()).toEqual(['RATE_LIMITED', 'ok']);
    await eventually(async () => expect(codeOf(await look(here, code))).toBe('ok'));
  });

  test('who wait at the door may ask again and again', async () => {
    const here = await server({ strangers: { tries: 2, seconds: 60 } });
    const first = newcomer();
    for (let n = 0; n < 30; n++) {
      const { outcome } = await send(here, 'team.join', first);
      expect(outcome).toMatchObject({ ok: true, value: { pending: true } });
    }
    expect(codeOf(await send(here, 'team.join', newcomer()))).toBe('ok');
    expect(codeOf(await send(here, 'team.join', newcomer()))).toBe('RATE_LIMITED');
    expect(codeOf(await send(here, 'team.join', first))).toBe('ok');
    // The ticket is worth something only where it was drawn.
    expect(codeOf(await send(here, 'team.join', first, { from: '127.0.0.2' }))).toBe('ok');
  });

  test('may not ask without end with one ticket, or with many', async () => {
    const here = await server({
      ticket: { tries: 5, seconds: 60 },
      tickets: { tries: 7, seconds: 60 },
    });
    const [one, other] = [newcomer(), newcomer()];
    const ask = async (input: object) => codeOf(await send(here, 'team.join', input));
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await ask(one));
    expect(answers).toEqual([...Array<string>(5).fill('ok'), 'RATE_LIMITED']);
    expect([await ask(other), await ask(other), await ask(other)]).toEqual(['ok', 'ok', 'ok']);
    expect(await ask(other)).toBe('RATE_LIMITED');
  });
});

describe('codes', () => {
  test('that open nothing close the door for their address, also to right ones', async () => {
    const here = await server({ codes: { tries: 3, seconds: 600 } });
    const right = await invite(here);
    for (let n = 0; n < 2; n++) expect(codeOf(await look(here, newCode()))).toBe('INVITE_INVALID');
    expect(codeOf(await look(here, right))).toBe('ok');
    const wrong = newcomer({ code: newCode() });
    expect(codeOf(await send(here, 'team.join', wrong))).toBe('INVITE_INVALID');
    expect(codeOf(await look(here, right))).toBe('RATE_LIMITED');
    const refused = await send(here, 'team.join', newcomer({ code: right }));
    expect(failureOf(refused)?.retryAfterMs).toBeGreaterThan(60_000);
    // Asking without one is no try.
    expect(codeOf(await send(here, 'team.join', newcomer()))).toBe('ok');
    const elsewhere = await send(here, 'team.join', newcomer({ code: right }), {
      from: '127.0.0.2',
    });
    expect(codeOf(elsewhere)).toBe('ok');
  });

  test('are counted when they come, so that a thousand at once are a thousand', async () => {
    const here = await server({
      strangers: { tries: 1e6, seconds: 60 },
      codes: { tries: 4, seconds: 600 },
    });
    const all = await Promise.all(Array.from({ length: 100 }, () => look(here, newCode())));
    const counts = Map.groupBy(all, codeOf);
    expect(counts.get('INVITE_INVALID')).toHaveLength(4);
    expect(counts.get('RATE_LIMITED')).toHaveLength(96);
  });

  test('that open something cost nothing', async () => {
    const here = await server({ codes: { tries: 1, seconds: 600 } });
    const code = await invite(here);
    for (let n = 0; n < 5; n++) expect(codeOf(await look(here, code))).toBe('ok');
  });

  test('that are spoken close for all, and links stay open', async () => {
    const here = await server({ spoken: { tries: 6, seconds: 600 } });
    const spoken = await invite(here, '31415926');
    const link = await invite(here);
    for (let n = 1; n <= 6; n++)
      expect(codeOf(await look(here, `0000000${n}`, `127.0.0.${n}`))).toBe('INVITE_INVALID');
    expect(codeOf(await look(here, spoken, '127.0.0.9'))).toBe('RATE_LIMITED');
    expect(codeOf(await look(here, link, '127.0.0.9'))).toBe('ok');
  });

  test('of a member count as well', async () => {
    const here = await server({ codes: { tries: 2, seconds: 600 } });
    const mara = await here.join('Mara');
    const tries = [];
    for (let n = 0; n < 4; n++)
      tries.push(codeOf(await send(here, 'invite.look', { code: newCode() }, mara)));
    expect(tries).toEqual(['INVITE_INVALID', 'INVITE_INVALID', 'RATE_LIMITED', 'RATE_LIMITED']);
    const socket = await here.connect(mara);
    expect(await socket.command('invite.look', { code: newCode() })).toMatchObject({
      ok: false,
      error: { code: 'RATE_LIMITED' },
    });
  });
});

test('tokens that nobody has close for their address', async () => {
  const here = await server({ tokens: { tries: 3, seconds: 60 } });
  const { token } = await here.join('Mara');
  const ask = async (as: string, from: string) =>
    codeOf(await send(here, 'sync.resume', {}, { token: as, from }));
  for (let n = 0; n < 5; n++) expect(await ask(token, '127.0.0.2')).toBe('ok');
  for (let n = 0; n < 3; n++) expect(await ask(newToken(), '127.0.0.2')).toBe('UNAUTHENTICATED');
  expect(await ask(newToken(), '127.0.0.2')).toBe('RATE_LIMITED');
  expect(await ask(token, '127.0.0.2')).toBe('RATE_LIMITED');
  expect(await ask(token, '127.0.0.3')).toBe('ok');
});

describe('by where somebody is', () => {
  /** What is answered to a code from there, where everything under 10. and fd00: is near. */
  function door(limits: Partial<Limits>) {
    const seen: string[] = [];
    const near = (address: string): boolean => /^(10\.|fd00:)/.test(address);
    const dispatch = createThrottle(limits, near).limit(async ({ origin }) => {
      seen.push(origin);
      return { ok: true, value: null };
    });
    const ask = async (code: string, origin: string) => {
      const outcome = await dispatch(
        { actor: null, origin },
        { name: 'invite.look', input: { code } },
      );
      return outcome.ok ? 'ok' : outcome.error.code;
    };
    return { seen, ask };
  }

  test('spoken codes work only nearby, and a try from afar is one', async () => {
    const { ask, seen } = door({ codes: { tries: 2, seconds: 600 } });
    expect(await ask('12345678', '10.0.0.1')).toBe('ok');
    expect(await ask(newCode(), '203.0.113.1')).toBe('ok');
    expect(seen).toEqual(['10.0.0.1', '203.0.113.1']);
    for (let n = 0; n < 2; n++) expect(await ask('12345678', '203.0.113.1')).toBe('INVITE_INVALID');
    expect(await ask(newCode(), '203.0.113.1')).toBe('RATE_LIMITED');
    expect(seen).toHaveLength(2);
  });

  test('those far away use up nobody else’s tries', async () => {
    const { ask } = door({ spoken: { tries: 3, seconds: 600 } });
    for (let n = 0; n < 9; n++)
      expect(await ask('12345678', `203.0.113.${n}`)).toBe('INVITE_INVALID');
    expect(await ask('12345678', '10.0.0.1')).toBe('ok');
  });

  test('an IPv6 network is one place, near or far', async () => {
    const { ask } = door({ strangers: { tries: 1, seconds: 60 } });
    const code = newCode();
    expect(await ask(code, '2001:db8:1:2::1')).toBe('ok');
    expect(await ask(code, '2001:db8:1:2:ffff::9')).toBe('RATE_LIMITED');
    expect(await ask(code, '2001:db8:1:3::1')).toBe('ok');
    expect(await ask(code, '2001:db8::1')).toBe('ok');
    expect(await ask(code, '2001:db8::2')).toBe('RATE_LIMITED');
    expect(await ask(code, 'fd00::1')).toBe('ok');
    expect(await ask(code, 'fd00::2')).toBe('RATE_LIMITED');
    for (const neighbour of ['10.0.0.1', '10.0.0.2'])
      expect([neighbour, await ask(code, neighbour)]).toEqual([neighbour, 'ok']);
    expect(await ask(code, '::ffff:10.0.0.1')).toBe('RATE_LIMITED');
  });
});

describe('a try is one, whatever else is wrong with it', () => {
  const wrong = { code: '00000000' };
  const odd: [string, (n: number) => [string, object]][] = [
    ['an id that is none', () => ['invite.look', { ...wrong, id: 5 }]],
    ['an id that is a table', () => ['invite.look', { ...wrong, id: {} }]],
    ['more than is asked for', () => ['invite.look', { ...wrong, name: [], token: null }]],
  ];
  test.each(odd)('%s', async (_what, frame) => {
    const here = await server({ codes: { tries: 3, seconds: 600 } });
    const right = await invite(here, '31415926');
    for (let n = 0; n < 3; n++)
      expect(codeOf(await send(here, ...frame(n)))).toBe('INVITE_INVALID');
    expect(codeOf(await look(here, right))).toBe('RATE_LIMITED');
  });

  test('and spoken ones stay for those nearby', async () => {
    const run = createThrottle({}, () => false).limit(async () => ({ ok: true, value: null }));
    const frames = [{ id: 5 }, { id: null }, {}].map((more) => ({
      name: 'invite.look',
      input: { code: '12345678', ...more },
    }));
    for (const frame of frames)
      expect(await run({ actor: null, origin: '203.0.113.1' }, frame)).toMatchObject({
        error: { code: 'INVITE_INVALID' },
      });
  });
});
