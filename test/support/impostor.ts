// Somebody else's computer at a team's address: it says it is the team, shows a key of its own, and
// writes down all that it is told.
import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createIdentity, type Identity, pinOfIdentity } from '../../src/node/identity.ts';
import type { Team } from '../../src/shared/entities.ts';
import { type KeyInfo, PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import type { Pin } from '../../src/shared/trust.ts';

export type Impostor = {
  port: number;
  address: string;
  pin: Pin;
  /** Everything it was told, head and body of each request. */
  told(): string;
  /** How many connections were begun. */
  visits(): number;
  close(): Promise<void>;
};

/** Takes a port (any unless told) on loopback and plays that team. Closed with the test. */
export async function impostor(
  team: Team,
  given: { port?: number; identity?: Identity; keys?: KeyInfo['rotations'] } = {},
): Promise<Impostor> {
  const identity = given.identity ?? (await createIdentity());
  const pin = pinOfIdentity(identity);
  let told = '';
  let visits = 0;
  const answers: Record<string, unknown> = {
    '/api/v1/team': {
      product: 'lanline',
      protocol: { newest: PROTOCOL_VERSION, oldest: PROTOCOL_VERSION },
      team,
      people: 5,
    },
    '/api/v1/key': { pin, rotations: given.keys ?? [] },
  };
  const server = createServer(
    { key: identity.key, cert: identity.certificate },
    (request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: 'nothing here' }));
    },
  );
  const sockets = new Set<Socket>();
  server.on('connection', () => void visits++);
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => void (told += bytes.toString('latin1')));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(given.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    pin,
    told: () => told,
    visits: () => visits,
    close,
  };
}
