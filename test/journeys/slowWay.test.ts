// A proxy that knows nothing of WebSockets stands between the app and the server.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/person.ts';
import { testServer } from '../support/server.ts';

async function proxyWithoutUpgrades(port: number): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxy.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

test('long polling takes over, and the line says so', async () => {
  const server = await testServer();
  const mara = await newcomer(await proxyWithoutUpgrades(server.port), 'Mara');
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  expect(await mara.link()).toMatchObject({ state: 'live', way: 'polling' });
  const general = await mara.find('general');
  await mara.say(general, 'slowly');
  await jonas.say(general, 'but surely');
  for (const person of [mara, jonas])
    await eventually(async () =>
      expect((await person.texts(general)).toSorted()).toEqual(['but surely', 'slowly']),
    );
});
