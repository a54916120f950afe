// Socket.IO where WebSockets do not get through: a question that waits, and another connection for what the client says.
import { createExchange } from './exchange.ts';
import type { Listen } from './listener.ts';
import { greetingOf } from './sockets.ts';

export const ioPolling: Listen = async ({ port, token, traffic, hear, fail }) => {
  const { promise: greeted, resolve, reject } = Promise.withResolvers<void>();
  const asking = createExchange(port, traffic);
  const saying = createExchange(port, traffic, 'Content-Type: text/plain;charset=UTF-8\r\n');
  const opened = await asking.ask({ path: pathOf() });
  const path = pathOf(/"sid":"([^"]+)"/.exec(opened)?.[1]);
  const say = (packet: string): void =>
    void saying.ask({ method: 'POST', path, body: packet }).catch(failed);
  const failed = (error: Error): void => {
    reject(error);
    fail(error);
  };

  function take(payload: string): void {
    for (const packet of payload.split('\x1e')) {
      if (packet.startsWith('42["events"')) hear(packet);
      else if (packet === '2') say('3');
      else if (packet.startsWith('40')) resolve();
      else if (packet.startsWith('44')) reject(new Error(packet));
    }
  }
  const again = (): void =>
    void asking
      .ask({ path })
      .then((payload) => {
        take(payload);
        again();
      })
      .catch(failed);

  say(greetingOf(token));
  again();
  await greeted;
  return {
    close() {
      asking.close();
      saying.close();
    },
  };
};

const pathOf = (sid?: string): string =>
  `/socket.io/?EIO=4&transport=polling${sid === undefined ? '' : `&sid=${sid}`}`;
