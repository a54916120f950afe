// The server among other computers: encrypted for all of them, plain only for itself.
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Status } from '../../server/status.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type Computer, createLan, type Lan, whyNoNamespaces } from '../support/namespaces.ts';
import type { Started } from '../support/process.ts';

const why = await whyNoNamespaces();
if (why) console.log(`skipped, the server on a network: ${why}`);

const program = fileURLToPath(new URL('../../server/index.ts', import.meta.url));

describe.skipIf(why)('a server on a network', { timeout: 60_000 }, () => {
  let lan: Lan;
  let box: Computer;
  let other: Computer;
  const folder = temporaryFolder();
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    lan = await createLan(2);
    [box, other] = lan.computers as [Computer, Computer];
    // Without looking for others of that address, which takes a second.
    for (const [n, computer] of lan.computers.entries())
      await computer.run('ip', 'address', 'add', `fd77::${n + 1}/64`, 'dev', 'eth0', 'nodad');
  });
  afterAll(async () => {
    for (const end of ends) await end();
    await lan.close();
    folder.remove();
  });

  /** `start --json` on the box; ends with the tests. */
  async function start(name: string, ...options: string[]): Promise<Started> {
    const data = join(folder.path, name);
    const silent = ['--no-announce', '--log-level', 'silent', '--json', '--data', data];
    const child = box.spawn(process.execPath, [program, 'start', ...silent, ...options]);
    const ended = once(child, 'exit');
    ends.push(async () => {
      child.kill();
      await ended;
    });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    return JSON.parse(String(line)) as Started;
  }

  /** Status and body; what went wrong where there is none. */
  const get = (from: Computer, url: string): Promise<string> =>
    from.run(
      process.execPath,
      '-e',
      `
      const url = ${JSON.stringify(url)};
      require(url.split(':')[0]).get(url, { rejectUnauthorized: false, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => console.log(response.statusCode, text.trim()));
      }).on('error', (error) => console.log(error.code));
    `,
    );

  test('is encrypted for everybody but itself, on IPv4 and IPv6 alike', async () => {
    const { port, addresses, words } = await start('usual', '--port', '0');
    expect(addresses).toEqual([`${box.address}:${port}`, `[fd77::1]:${port}`]);
    expect(words).toMatch(/^\w+-\w+-\w+-\w+$/);
    for (const address of addresses) {
      expect(await get(other, `http://${address}/healthz`)).toBe(`426 Use https://${address}`);
      expect(await get(other, `https://${address}/healthz`)).toMatch(/^200 {"status":"ok"/);
      // By its own address it is one of many: what comes from there could be anybody's.
      expect(await get(box, `http://${address}/healthz`)).toMatch(/^426 /);
    }
    expect(await get(box, `http://127.0.0.1:${port}/healthz`)).toMatch(/^200 /);
    expect(await get(box, `http://[::1]:${port}/healthz`)).toMatch(/^200 /);
  });

  test('is open to all without encryption only when told so', async () => {
    const { addresses } = await start('insecure', '--port', '0', '--insecure');
    for (const address of addresses) {
      expect(await get(other, `http://${address}/healthz`)).toMatch(/^200 /);
      expect(await get(other, `https://${address}/healthz`)).toMatch(/^200 /);
    }
  });

  test('listens where it is told, and nowhere else', async () => {
    const { port, addresses } = await start('one', '--port', '0', '--host', box.address);
    expect(addresses).toEqual([`${box.address}:${port}`]);
    expect(await get(other, `https://${box.address}:${port}/healthz`)).toMatch(/^200 /);
    expect(await get(other, `https://[fd77::1]:${port}/healthz`)).toBe('ECONNREFUSED');
    expect(await get(box, `http://127.0.0.1:${port}/healthz`)).toBe('ECONNREFUSED');
  });

  test('starts before there is a network, and is there when one comes', async () => {
    await box.disconnect();
    const { port, addresses } = await start('early', '--port', '0', '--host-name', 'box.example');
    expect(addresses).toEqual([`box.example:${port}`, `127.0.0.1:${port}`]);
    await box.connect();
    expect(await get(other, `https://${box.address}:${port}/healthz`)).toMatch(/^200 /);
    const args = ['status', '--json', '--data', join(folder.path, 'early')];
    const status = JSON.parse(await box.run(process.execPath, program, ...args)) as Status;
    expect(status.addresses).toEqual([`box.example:${port}`, `${box.address}:${port}`]);
  });
});
