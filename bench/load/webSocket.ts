// A WebSocket client that costs little, so that the load does not become what is measured: it
// finds the frames in what it reads and hands them on as bytes. Loopback and text only.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

export type WebSocketClient = { send(text: string): void; close(): void };

/** Every connection reads into this one: what a read brings is handled before the next. */
const shared = Buffer.allocUnsafe(256 * 1024);

/** Resolves when the connection is a WebSocket. `onText` gets bytes that are only good during the call. */
export function openWebSocket(
  port: number,
  path: string,
  onText: (payload: Buffer, client: WebSocketClient) => void,
): Promise<WebSocketClient> {
  return new Promise((resolve, reject) => {
    let upgraded = false;
    let rest: Buffer = Buffer.alloc(0);
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: shared,
        callback(length) {
          const read = shared.subarray(0, length);
          let bytes = rest.length > 0 ? Buffer.concat([rest, read]) : read;
          if (!upgraded) {
            const end = bytes.indexOf('\r\n\r\n');
            if (end !== -1) {
              if (!bytes.subarray(0, 12).equals(switching)) {
                reject(new Error(bytes.subarray(0, end).toString()));
                socket.destroy();
                return false;
              }
              upgraded = true;
              resolve(client);
              bytes = bytes.subarray(end + 4);
            }
          }
          const used = upgraded
            ? takeFrames(
                bytes,
                (text) => onText(text, client),
                () => socket.end(),
              )
            : 0;
          // A copy: the shared buffer is about to be overwritten.
          rest = used < bytes.length ? Buffer.from(bytes.subarray(used)) : nothing;
          return true;
        },
      },
    });
    const client: WebSocketClient = {
      send: (text) => void socket.write(frameOf(text)),
      close: () => void socket.destroy(),
    };
    socket.once('error', reject);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
  });
}

const nothing = Buffer.alloc(0);
const switching = Buffer.from('HTTP/1.1 101');

/** Hands on every whole frame; returns how many bytes they were. */
function takeFrames(bytes: Buffer, onText: (payload: Buffer) => void, onClose: () => void): number {
  let at = 0;
  while (bytes.length - at >= 2) {
    const kind = (bytes[at] ?? 0) & 0x0f;
    let length = (bytes[at + 1] ?? 0) & 0x7f;
    let start = at + 2;
    if (length === 126) {
      if (bytes.length < at + 4) break;
      length = bytes.readUInt16BE(at + 2);
      start = at + 4;
    } else if (length === 127) {
      if (bytes.length < at + 10) break;
      length = Number(bytes.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    if (bytes.length < start + length) break;
    if (kind === 1) onText(bytes.subarray(start, start + length));
    if (kind === 8) onClose();
    at = start + length;
  }
  return at;
}

/** Clients must mask; a mask of zeros is one. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : 8);
  head[0] = 0x81;
  if (length < 126) head[1] = 0x80 | length;
  else {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(length, 2);
  }
  return Buffer.concat([head, payload]);
}
