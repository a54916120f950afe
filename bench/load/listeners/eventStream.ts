// One answer that does not end: server-sent events.
import { openWire } from '../wire.ts';
import { bearer, eventsPath, type Listen } from './listener.ts';

export const eventStream: Listen = ({ port, token, traffic, hear, fail }) =>
  new Promise((resolve, reject) => {
    let open = false;
    const wire = openWire(port, {
      traffic,
      take(bytes) {
        if (!open && bytes.includes('\r\n\r\n') && !bytes.includes('HTTP/1.1 200')) {
          reject(new Error(bytes.toString()));
          wire.close();
          return bytes.length;
        }
        // An event ends with an empty line. The sizes of HTTP's chunks stand between events, and nothing looks at them.
        const end = bytes.lastIndexOf('\n\n');
        if (end === -1) return 0;
        const text = bytes.toString('latin1', 0, end);
        if (open) hear(text);
        else if (text.includes('event: hello')) {
          open = true;
          resolve(wire);
        } else reject(new Error(text));
        return end + 2;
      },
      ended: (error) => (open ? fail(error) : reject(error)),
    });
    traffic.requests += 1;
    wire.write(
      `GET ${eventsPath} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n${bearer(token)}\r\n`,
    );
  });
