// Somebody who takes what outgoing hooks send: keeps it, and answers as the test wants.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { WireEvent } from '../../src/shared/events.ts';

export type Taken = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  event: WireEvent;
};

export type Receiver = {
  url: string;
  /** In the order they came, also those that were refused. */
  taken: Taken[];
  /** How it answers from now on: with this status, or in a way of its own. */
  answer: number | ((response: ServerResponse, taken: Taken) => void);
  texts(): unknown[];
};

/** On loopback; closed when the test is over. */
export async function openReceiver(): Promise<Receiver> {
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { event } = JSON.parse(body) as { event: WireEvent };
      const taken = { path: request.url ?? '', headers: request.headers, body, event };
      receiver.taken.push(taken);
      const { answer } = receiver;
      if (typeof answer === 'function') answer(response, taken);
      else response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const { port } = http.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/in`,
    taken: [],
    answer: 200,
    texts: () => receiver.taken.map(({ event }) => event.body['text']),
  };
  return receiver;
}
