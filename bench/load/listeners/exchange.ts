// One HTTP request after the other on a connection that is kept, with heads as short as they may be.
import { openWire, type Traffic, type Wire } from '../wire.ts';

export type Exchange = {
  /** Resolves with the body, good during that turn only. Rejects with an answer that is not 200. */
  ask(request: { method?: 'GET' | 'POST'; path: string; body?: string }): Promise<string>;
  close(): void;
};

type Asked = {
  text: string;
  /** How often it was sent: a server may end a quiet connection in the very moment it is used again. */
  sent: number;
  answered: PromiseWithResolvers<string>;
};

export function createExchange(port: number, traffic: Traffic, head = ''): Exchange {
  let wire: Wire | undefined;
  let asked: Asked | undefined;

  function take(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return 0;
    const start = bytes.toString('latin1', 0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(start)?.[1] ?? 0);
    const whole = end + 4 + length;
    if (bytes.length < whole) return 0;
    const body = bytes.toString('utf8', end + 4, whole);
    const { answered } = asked ?? {};
    asked = undefined;
    if (start.startsWith('HTTP/1.1 200')) answered?.resolve(body);
    else answered?.reject(new Error(`${start.split('\r\n')[0]} ${body}`));
    return whole;
  }

  function ended(error: Error): void {
    wire = undefined;
    if (!asked) return;
    if (asked.sent < 2) send(asked);
    else asked.answered.reject(error);
  }

  function send(it: Asked): void {
    it.sent += 1;
    traffic.requests += 1;
    wire ??= openWire(port, { traffic, take, ended });
    wire.write(it.text);
  }

  return {
    ask({ method = 'GET', path, body }) {
      const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
      const text = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${head}${length}\r\n${body ?? ''}`;
      asked = { text, sent: 0, answered: Promise.withResolvers<string>() };
      const { promise } = asked.answered;
      send(asked);
      return promise;
    },
    close: () => wire?.close(),
  };
}
