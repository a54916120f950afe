// The server's front page: for anybody, in their language, with nothing private in it, and nothing that somebody said
// as markup. How it looks and lives in a browser: test/pages.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages, texts } from '../../server/frontPage/texts.ts';
import { MOST_ONLOOKERS } from '../../server/transports/healthEvents.ts';
import { eventually } from '../support/eventually.ts';
import { post, startServer, type TestServer, testServer } from '../support/server.ts';

const team = '<script>alert(1)</script>"\'&';
const installer = "Lanline & friends' (1).deb";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ team });
  mkdirSync(join(server.folder, 'downloads'));
  writeFileSync(join(server.folder, 'downloads', installer), 'installer');
});
afterAll(() => server.close());

async function look(headers: Record<string, string> = {}, path = '/') {
  const response = await fetch(`${server.url}${path}`, { headers });
  return { response, page: await response.text() };
}

describe('the front page', () => {
  test('says which team this is, its words and addresses, and how to join', async () => {
    const { response, page } = await look();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const word of server.words.split('-')) expect(page).toContain(`<li>${word}</li>`);
    expect(page).toContain(`127.0.0.1:${server.port}`);
    expect(page).toContain(texts.en.door.open);
  });

  test('never takes a name for markup', async () => {
    const { page } = await look();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('<h1>&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;</h1>');
  });

  test('runs and shows only what it was made with', async () => {
    const { response, page } = await look();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; /);
    const inline = [...page.matchAll(/<(script|style)>([^]*?)<\/\1>/g)];
    expect(inline.map(([, tag]) => tag)).toEqual(['style', 'script']);
    for (const [, tag, text = ''] of inline) {
      const hash = createHash('sha256').update(text).digest('base64');
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(page).not.toMatch(/ style=|https?:\/\/(?!www\.w3\.org)/);
  });

  test('lists what can be downloaded, with its size and hash', async () => {
    const sha256 = createHash('sha256').update('installer').digest('hex');
    const { page } = await look();
    expect(page).toContain(`<code>${sha256}</code>`);
    expect(page).toContain('9 byte');
    const [, address = ''] = /href="(\/downloads\/[^"]+)"/.exec(page) ?? [];
    const file = await fetch(`${server.url}${address.replaceAll('&#39;', "'")}`);
    expect(await file.text()).toBe('installer');
  });

  test.each([
    ['', 'en'],
    ['de', 'en'],
    ['zh', 'zh-CN'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['fr, en;q=0.4, zh-TW;q=0.6', 'zh-CN'],
  ] as const)('speaks to a browser that is set to "%s" in %s', async (header, language) => {
    const { response, page } = await look({ 'accept-language': header });
    expect(response.headers.get('content-language')).toBe(language);
    expect(response.headers.get('vary')).toContain('Accept-Language');
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(texts[language].join);
  });

  test('speaks the language that somebody picks', async () => {
    const { page } = await look({}, '/?lang=zh-CN');
    expect(page).toContain(texts['zh-CN'].compare);
    expect(page).toContain('href="/?lang=en"');
  });

  test('says everything in every language', () => {
    const leaves = (value: unknown): string[] =>
      typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves);
    for (const language of languages)
      expect(leaves(texts[language]).filter((text) => text.trim() === '')).toEqual([]);
    const same = Object.entries(texts.en).filter(
      ([name, text]) => texts['zh-CN'][name as keyof typeof texts.en] === text,
    );
    expect(same).toEqual([]);
  });

  test('tells nothing of people and what they say', async () => {
    const mara = await server.member('Mara Ellison');
    await mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: 'quietly' });
    const { page } = await look();
    expect(page).not.toMatch(/Mara|general|quietly/);
  });
});

describe('where nothing is', () => {
  test('a browser is shown a page', async () => {
    const { response, page } = await look({ accept: 'text/html,*/*;q=0.8' }, '/nothing');
    expect(response.status).toBe(404);
    expect(page).toContain(texts.en.notFound);
  });

  test.each(['/api/v2', '/api/v1/nothing', '/hooks/x/y'])(
    'a program is told so in JSON, whatever it says it accepts: %s',
    async (path) => {
      const { response, page } = await look({ accept: 'text/html' }, path);
      expect(response.status).toBe(404);
      expect(JSON.parse(page)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    },
  );

  test('whoever does not ask for a page gets JSON', async () => {
    const { page } = await look({}, '/nothing');
    expect(JSON.parse(page)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });
});

/** What comes by `/health/events`, until it is cut. */
async function onlook(url: string) {
  const stop = new AbortController();
  const response = await fetch(`${url}/health/events`, { signal: stop.signal });
  const heard: { people: number; messages: number; head: number }[] = [];
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? [])
      for (const [, data = ''] of Buffer.from(chunk)
        .toString()
        .matchAll(/^data: (.*)$/gm))
        heard.push(JSON.parse(data) as (typeof heard)[number]);
  };
  const ended = response.ok ? read().catch(() => {}) : Promise.resolve();
  return { response, heard, ended, cut: () => stop.abort() };
}

describe('its health', () => {
  test('is told to anybody as it changes: how many people and messages, and no more', async () => {
    const own = await testServer();
    const { heard, cut } = await onlook(own.url);
    await eventually(() => expect(heard[0]).toMatchObject({ people: 0, messages: 0 }));
    const mara = await own.member('Mara');
    await mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: 'hi' });
    await eventually(() => expect(heard.at(-1)).toMatchObject({ people: 1, messages: 1 }));
    expect(Object.keys(heard.at(-1) ?? {}).toSorted()).toEqual(
      ['head', 'messages', 'people', 'status', 'uptimeSeconds'].toSorted(),
    );
    cut();
  });

  test('is told to so many at once, and the page to everybody', async () => {
    const own = await testServer();
    const onlookers = await Promise.all(
      Array.from({ length: MOST_ONLOOKERS }, () => onlook(own.url)),
    );
    expect(onlookers.every(({ response }) => response.ok)).toBe(true);
    const refused = await fetch(`${own.url}/health/events`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await fetch(`${own.url}/`)).status).toBe(200);
    onlookers[0]?.cut();
    await eventually(async () => {
      const { response, cut } = await onlook(own.url);
      cut();
      expect(response.ok).toBe(true);
    });
    for (const { cut } of onlookers) cut();
  });

  test('ends with the server', async () => {
    const own = await testServer();
    const { heard, ended } = await onlook(own.url);
    await eventually(() => expect(heard).toHaveLength(1));
    await own.stop();
    await ended;
  });

  test('counts what is said and nothing else', async () => {
    const own = await testServer();
    const mara = await own.member('Mara');
    const { seq } = await mara.ask('message.send', {
      id: uuidv7(),
      conversation: mara.general,
      text: 'one',
    });
    await post(
      own.url,
      { name: 'message.delete', input: { id: uuidv7(), conversation: mara.general, target: seq } },
      mara.token,
    );
    const health = (await (await fetch(`${own.url}/healthz`)).json()) as { messages: number };
    expect(health.messages).toBe(1);
  });
});
