// A WebSocket client that costs little: it finds the frames in what it reads and hands them on as bytes. Text only.
import { randomBytes } from 'node:crypto';
import { openWire, type Traffic } from './wire.ts';

export type WebSocketClient = { send(text: string): void; close(): void };

export type WebSocketOptions = {
  /** Lines of the request's head, each with its line break. */
  head?: string;
  traffic?: Traffic;
  /** After it was open. */
  ended?(error: Error): void;
};

/** Resolves when the connection is a WebSocket. `onText` gets bytes that are only good during the call. */
export function openWebSocket(
  port: number,
  path: string,
  onText: (payload: Buffer, client: WebSocketClient) => void,
  { head = '', traffic, ended }: WebSocketOptions = {},
): Promise<WebSocketClient> {
  return new Promise((resolve, reject) => {
    let upgraded = false;
    const wire = openWire(port, {
      traffic,
      take(bytes) {
        if (upgraded) return takeFrames(bytes, onFrame, wire.close);
        const end = bytes.indexOf('\r\n\r\n');
        if (end === -1) return 0;
        if (!bytes.subarray(0, 12).equals(switching)) {
          reject(new Error(bytes.subarray(0, end).toString()));
          wire.close();
          return bytes.length;
        }
        upgraded = true;
        resolve(client);
        return end + 4 + takeFrames(bytes.subarray(end + 4), onFrame, wire.close);
      },
      ended(error) {
        reject(error);
        if (upgraded) ended?.(error);
      },
    });
    const client: WebSocketClient = {
      send: (text) => wire.write(frameOf(0x81, Buffer.from(text))),
      close: wire.close,
    };
    const onFrame = (kind: number, payload: Buffer): void => {
      if (kind === 1) onText(payload, client);
      if (kind === 9) wire.write(frameOf(0x8a, payload));
    };
    wire.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${head}\r\n`,
    );
  });
}

const switching = Buffer.from('HTTP/1.1 101');

/** Hands on every whole frame; returns how many bytes they were. */
function takeFrames(
  bytes: Buffer,
  onFrame: (kind: number, payload: Buffer) => void,
  onClose: () => void,
): number {
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
    if (kind === 8) onClose();
    else onFrame(kind, bytes.subarray(start, start + length));
    at = start + length;
  }
  return at;
}

/** Clients must mask; a mask of zeros is one. */
function frameOf(start: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : 8);
  head[0] = start;
  if (length < 126) head[1] = 0x80 | length;
  else {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(length, 2);
  }
  return Buffer.concat([head, payload]);
}
