// The description of the ways in is true: every route is in it, every route of it is there, and what the server really
// answers is what it says.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import type Router from '@koa/router';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandExamples } from '../../server/openApi/document.ts';
import { statuses } from '../../server/transports/answers.ts';
import { createHealthEvents } from '../../server/transports/healthEvents.ts';
import { createHttpApp, type HttpParts } from '../../server/transports/httpApp.ts';
import { type CommandName, commands } from '../../src/shared/commands.ts';
import type { Member } from '../support/client.ts';
import { temporaryFolder } from '../support/folder.ts';
import { post, startServer, type TestServer } from '../support/server.ts';
import { validInputs } from './validInputs.ts';

type Operation = { responses: Record<string, { content?: Record<string, unknown> }> };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

const own = temporaryFolder();
const hookKey = 'k'.repeat(22);
let server: TestServer;
let mara: Member;
let description: Document;
let matches: (pointer: string, value: unknown) => string;

beforeAll(async () => {
  for (const folder of ['downloads', 'pages']) mkdirSync(join(own.path, folder));
  writeFileSync(join(own.path, 'downloads', 'app.deb'), 'installer');
  writeFileSync(join(own.path, 'pages', 'index.html'), 'ours');
  server = await startServer({ folder: own.path });
  mara = await server.join('Mara');
  const hook = { id: uuidv7(), name: 'Backup', conversation: mara.general, key: hookKey };
  await post(server.url, { name: 'hook.create', input: hook }, mara.token);
  const answer = await fetch(`${server.url}/api/v1/openapi.json`);
  description = (await answer.json()) as Document;
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...description, $id: 'https://lanline.example/' });
  matches = (pointer, value) => {
    const check = ajv.getSchema(`https://lanline.example/#/${pointer}`);
    if (!check) return `nothing is described at ${pointer}`;
    void check(value);
    return ajv.errorsText(check.errors);
  };
});
afterAll(async () => {
  await server.close();
  own.remove();
});

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

test('is OpenAPI 3.1', async () => {
  const found = await new Validator().validate(structuredClone(description));
  expect(found.errors ?? []).toEqual([]);
  expect(description.openapi).toBe('3.1.0');
});

test('names every route of the server, and no other', () => {
  // Only to be listed: nothing of it is asked.
  const nothing = { healthEvents: createHealthEvents({ now: () => ({}) as never }) };
  const app = createHttpApp(nothing as HttpParts);
  const routers = app.middleware.flatMap((part) =>
    'router' in part ? [part.router as Router] : [],
  );
  const there = routers.flatMap(({ stack }) =>
    stack.flatMap(({ path, methods }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${String(path).replace(/\{\*(\w+)\}|:(\w+)/g, '{$1$2}')}`),
    ),
  );
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual([...new Set(there)].toSorted());
});

type Ask = { path?: string; body?: unknown; text?: string; open?: true; status: number };

/** Each route, asked as it wants to be, and asked wrongly. */
const asks = (): Record<string, Ask[]> => ({
  'get /': [{ status: 200 }],
  'get /healthz': [{ status: 200 }],
  'get /health/events': [{ status: 200 }],
  'get /api/v1/openapi.json': [{ status: 200 }],
  'get /api/v1/team': [{ status: 200 }],
  'get /api/v1/key': [{ status: 200 }],
  'post /api/v1/commands': [
    { body: { name: 'channel.browse', input: {} }, status: 200 },
    { body: { name: 'channel.browse', input: {} }, open: true, status: 401 },
    { body: { name: 'nothing', input: {} }, status: 400 },
    { body: { name: 'history.page', input: { conversation: uuidv7() } }, status: 404 },
    { body: { name: 'team.join', input: { ...join1, name: 'Mara' } }, open: true, status: 409 },
  ],
  'post /api/v1/conversations/{conversation}/messages': [
    { path: `/api/v1/conversations/${mara.general}/messages`, text: 'hi', status: 200 },
    { path: `/api/v1/conversations/${mara.general}/messages`, text: ' ', status: 400 },
    { path: `/api/v1/conversations/${uuidv7()}/messages`, text: 'hi', status: 404 },
    {
      path: `/api/v1/conversations/${mara.general}/messages`,
      text: 'x'.repeat(200_000),
      status: 413,
    },
  ],
  'get /api/v1/events': [
    { path: '/api/v1/events?since=0', status: 200 },
    { path: '/api/v1/events?since=0&signals=1', status: 200 },
    { path: '/api/v1/events?since=1000000', status: 410 },
    { path: '/api/v1/events?what=1', status: 400 },
    { open: true, status: 401 },
  ],
  'post /api/v1/tickets': [{ status: 200 }, { open: true, status: 401 }],
  'post /api/v1/signals': [
    { body: { type: 'presence', state: 'away' }, status: 200 },
    { body: { type: 'nothing' }, status: 400 },
  ],
  'post /hooks/{key}': [
    { path: `/hooks/${hookKey}`, text: 'done', open: true, status: 200 },
    { path: `/hooks/${hookKey}`, body: { title: 'Backup', text: 'done' }, open: true, status: 200 },
    { path: '/hooks/unknown', text: 'done', open: true, status: 404 },
  ],
  'get /downloads': [{ status: 200 }],
  'get /downloads/{name}': [
    { path: '/downloads/app.deb', status: 200 },
    { path: '/downloads/nothing', status: 404 },
  ],
  'get /updates/{name}': [{ path: '/updates/latest-linux.yml', status: 404 }],
  'get /pages': [{ status: 302 }],
  'get /pages/{path}': [
    { path: '/pages/', status: 200 },
    { path: '/pages/nothing.html', status: 404 },
  ],
});

const join1 = { id: uuidv7(), token: 't'.repeat(40), device: 'test' };

test('every route answers as it is described', async () => {
  const table = asks();
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(Object.keys(table).toSorted()).toEqual(described.toSorted());
  for (const [route, cases] of Object.entries(table)) {
    const [method = '', path = ''] = route.split(' ');
    for (const ask of cases) {
      const what = `${method} ${ask.path ?? path}`;
      const answer = await answerOf(method, path, ask);
      expect(`${what} ${answer}`).toBe(`${what} ${ask.status}: No errors`);
    }
  }
});

/** What the server answers, in a few words, or what is wrong with the description of it. */
async function answerOf(method: string, path: string, ask: Ask): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(`${server.url}${ask.path ?? path}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    signal: stop.signal,
    headers: {
      ...(!ask.open && { authorization: `Bearer ${mara.token}` }),
      ...(ask.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(ask.body !== undefined && { body: JSON.stringify(ask.body) }),
    ...(ask.text !== undefined && { body: ask.text }),
  });
  const { status } = response;
  const said = description.paths[path]?.[method]?.responses[status];
  if (!said) return `${status}, which is not described`;
  const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
  const content = said.content ?? { '*/*': {} };
  if (!(type in content) && !('*/*' in content)) return `${status} as ${type}`;
  if (type !== 'application/json') {
    stop.abort();
    return `${status}: No errors`;
  }
  const schema = `responses/${status}/content/application~1json/schema`;
  const pointer = `paths/${escaped(path)}/${method}/${schema}`;
  return `${status}: ${matches(pointer, await response.json())}`;
}

describe('commands', () => {
  const names = Object.keys(commands) as CommandName[];

  test('have an example each that the server takes', () => {
    const examples = commandExamples();
    const wrong = names.filter((name) => !commands[name].input.safeParse(examples[name]).success);
    expect(wrong).toEqual([]);
  });

  test('are described by what they really take and answer', async () => {
    const answered: string[] = [];
    for (const [name, input] of Object.entries(validInputs(mara))) {
      const frame = { name, input };
      expect(`${name}: ${matches('components/schemas/Command', frame)}`).toBe(`${name}: No errors`);
      // These would shut Mara out of what the next ones are about.
      if (['channel.leave', 'conversation.set', 'person.set'].includes(name)) continue;
      const outcome = await post(server.url, frame, mara.token);
      if (!outcome.ok) continue;
      const said = matches(`components/schemas/${name}.output`, outcome.value);
      expect(`${name}: ${said}`).toBe(`${name}: No errors`);
      answered.push(name);
    }
    for (const name of ['message.send', 'channel.browse', 'conversation.open', 'sync.resume'])
      expect(answered).toContain(name);
  });
});

test('every code that the server has a status for is a code of the description', () => {
  for (const code of Object.keys(statuses)) {
    const refused = { ok: false, error: { code, message: '' } };
    expect(matches('components/schemas/Refused', refused)).toBe('No errors');
  }
  const unknown = { ok: false, error: { code: 'NOTHING', message: '' } };
  expect(matches('components/schemas/Refused', unknown)).not.toBe('No errors');
});
