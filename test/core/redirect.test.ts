// A server of ours may be hostile: it must not be able to send us on to anybody.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectBy } from '../../src/core/transport/socketIo.ts';

const nobody = { events: () => undefined, signal: () => undefined, down: () => undefined };

async function listening(answer: (path: string) => [number, Record<string, string>]) {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(...answer(url)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, asked };
}

test.each([301, 302, 303, 307, 308])('polling does not follow a redirect (%i)', async (status) => {
  const elsewhere = await listening(() => [200, {}]);
  const server = await listening((path) => [status, { location: elsewhere.base + path }]);
  await expect(
    connectBy(['polling'], { base: server.base, token: 'secret' }, nobody),
  ).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(server.asked).toHaveLength(1);
  expect(elsewhere.asked).toEqual([]);
});
