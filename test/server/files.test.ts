// Downloads and own pages: what lies in their folders and nothing else, whole, in part, or not again.
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder, testFolder } from '../support/folder.ts';
import { startServer, type TestServer, testServer } from '../support/server.ts';

const content = 'abcdefghij'.repeat(1000);

let server: TestServer;
const own = temporaryFolder();
beforeAll(async () => {
  const downloads = join(own.path, 'downloads');
  const pages = join(own.path, 'pages');
  writeFileSync(join(own.path, 'secret.txt'), 'secret');
  mkdirSync(join(downloads, 'folder'), { recursive: true });
  mkdirSync(join(pages, 'board'), { recursive: true });
  for (const folder of [downloads, pages]) {
    writeFileSync(join(folder, '.hidden'), 'secret');
    symlinkSync(join(own.path, 'secret.txt'), join(folder, 'link.txt'));
    symlinkSync(own.path, join(folder, 'out'));
  }
  writeFileSync(join(downloads, 'app.tar.gz'), content);
  writeFileSync(join(downloads, '程序 1.deb'), 'x');
  writeFileSync(join(downloads, 'empty'), '');
  writeFileSync(join(downloads, 'folder', 'inner'), 'secret');
  writeFileSync(join(pages, 'index.html'), '<!doctype html><p>ours');
  writeFileSync(join(pages, 'board', 'index.html'), '<!doctype html><p>board');
  writeFileSync(join(pages, 'board', 'board.js'), 'export {};');
  server = await startServer({ folder: own.path });
});
afterAll(async () => {
  await server.close();
  own.remove();
});

/** Paths go out exactly as they stand here. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ answer: IncomingMessage; body: string }>((resolve, reject) => {
    request(server.url, { path, headers, method }, (answer) => {
      text(answer).then((body) => resolve({ answer, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

describe('a download', () => {
  test('comes whole, to be kept and not to be looked at', async () => {
    const { answer, body } = await get('/downloads/app.tar.gz');
    expect(body).toBe(content);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="app.tar.gz"',
      'content-length': '10000',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  test('may have any name', async () => {
    const { answer, body } = await get(`/downloads/${encodeURIComponent('程序 1.deb')}`);
    expect(body).toBe('x');
    expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''");
    expect((await get('/downloads/empty')).body).toBe('');
  });

  test.each([
    ['bytes=0-0', 206, 'a', 'bytes 0-0/10000'],
    ['bytes=5-14', 206, 'fghijabcde', 'bytes 5-14/10000'],
    ['bytes=9998-', 206, 'ij', 'bytes 9998-9999/10000'],
    ['bytes=9998-99999', 206, 'ij', 'bytes 9998-9999/10000'],
    ['bytes=-2', 206, 'ij', 'bytes 9998-9999/10000'],
    ['bytes=10000-', 416, '', 'bytes */10000'],
    ['bytes=5-2', 200, content, undefined],
    ['bytes=0-1,4-5', 200, content, undefined],
    ['lines=1-2', 200, content, undefined],
    ['bytes=-', 200, content, undefined],
  ])('in part: %s', async (range, status, body, contentRange) => {
    const part = await get('/downloads/app.tar.gz', { range });
    expect(part.answer.statusCode).toBe(status);
    expect(part.body).toBe(body);
    expect(part.answer.headers['content-range']).toBe(contentRange);
  });

  test('goes on only while it is the same file', async () => {
    const { etag = '' } = (await get('/downloads/app.tar.gz')).answer.headers;
    const again = async (mark: string) =>
      (await get('/downloads/app.tar.gz', { range: 'bytes=1-', 'if-range': mark })).answer
        .statusCode;
    expect(await again(etag)).toBe(206);
    expect(await again('"another"')).toBe(200);
    const { answer } = await get('/downloads/app.tar.gz', { 'if-none-match': etag });
    expect(answer.statusCode).toBe(304);
  });

  test('can be asked about', async () => {
    const { answer, body } = await get('/downloads/app.tar.gz', {}, 'HEAD');
    expect([answer.headers['content-length'], body]).toEqual(['10000', '']);
  });

  test('is listed with its hash, which follows the file', async () => {
    const mine = testFolder();
    mkdirSync(join(mine, 'downloads'));
    const { url } = await testServer({ folder: mine });
    const list = async () => ((await (await fetch(`${url}/downloads`)).json()) as List).value;
    expect(await list()).toEqual({ downloads: [] });
    for (const words of ['first', 'second one']) {
      writeFileSync(join(mine, 'downloads', 'app'), words);
      const sha256 = createHash('sha256').update(words).digest('hex');
      expect(await list()).toEqual({ downloads: [{ name: 'app', size: words.length, sha256 }] });
    }
  });
});

type List = { value: { downloads: unknown[] } };

test('nothing else on this computer is given away', async () => {
  const names = [
    '.hidden',
    'link.txt',
    'out/secret.txt',
    'out/team.db',
    'folder',
    'folder%2finner',
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2fsecret.txt',
    '..%5csecret.txt',
    '....//secret.txt',
    '%00',
    '%',
    '%ff',
    'C:%5csecret.txt',
    '',
    '.',
    '..',
    'app.tar.gz/x',
    'board//index.html',
    `${'a'.repeat(5000)}`,
  ];
  for (const folder of ['downloads', 'pages'])
    for (const name of names.filter((each) => each !== '' && each !== '.')) {
      const { answer, body } = await get(`/${folder}/${name}`);
      expect([name, body]).not.toEqual([name, 'secret']);
      expect([name, answer.statusCode]).toEqual([name, expect.toSatisfy((code) => code >= 400)]);
    }
  expect((await get('/team.db')).answer.statusCode).toBe(404);
  expect((await get('/healthz')).answer.statusCode).toBe(200);
});

describe('own pages', () => {
  test('are shown, and may speak with their own server only', async () => {
    const { answer, body } = await get('/pages/');
    expect(body).toBe('<!doctype html><p>ours');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = answer.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port}`);
    expect(policy).not.toMatch(/script-src|unsafe-eval|\*/);
    const script = await get('/pages/board/board.js');
    expect(script.answer.headers['content-type']).toMatch(/^text\/javascript/);
  });

  test('have folders', async () => {
    for (const path of ['/pages', '/pages/board']) {
      const { answer } = await get(path);
      expect([answer.statusCode, answer.headers.location]).toEqual([302, `${path}/`]);
    }
    expect((await get('/pages/board/')).body).toBe('<!doctype html><p>board');
  });

  test('get the script of Socket.IO’s client', async () => {
    const { answer, body } = await get('/socket.io/socket.io.js');
    expect(answer.statusCode).toBe(200);
    expect(body).toContain('Socket.IO');
  });

  test('may lie elsewhere, and need not be', async () => {
    const mine = testFolder();
    writeFileSync(join(mine, 'kiosk.html'), 'kiosk');
    const elsewhere = await testServer({ pages: mine });
    expect(await (await fetch(`${elsewhere.url}/pages/kiosk.html`)).text()).toBe('kiosk');
    const none = await testServer();
    expect((await fetch(`${none.url}/pages/`)).status).toBe(404);
    expect((await fetch(`${none.url}/socket.io/socket.io.js`)).ok).toBe(false);
  });

  test('are missed where a folder was named that is none', async () => {
    const pages = join(testFolder(), 'nothing');
    await expect(testServer({ pages })).rejects.toMatchObject({
      code: 'INVALID',
      details: { field: 'pages' },
    });
  });

  test('of other origins stay outside', async () => {
    const { answer } = await get('/pages/', { origin: 'https://elsewhere.example' });
    expect(answer.statusCode).toBe(403);
  });
});
