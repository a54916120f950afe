// A message as bytes, of the few types in which the desktop is asked and told something.
import { alignment, type Outgoing, split } from './types.ts';

const startsNoService = 2;

export function encode(message: Outgoing, serial: number): Buffer {
  const { kind, destination, signature = '', body = [] } = message;
  const content = writer();
  for (const [index, type] of split(signature).entries()) content.put(type, body[index]);
  const fields: [number, [string, string]][] = [
    [1, ['o', message.path]],
    [2, ['s', message.interface]],
    [3, ['s', message.member]],
  ];
  if (destination !== undefined) fields.push([6, ['s', destination]]);
  if (signature !== '') fields.push([8, ['g', signature]]);
  const head = writer();
  const flags = message.starts ? 0 : startsNoService;
  for (const byte of ['l'.charCodeAt(0), kind === 'call' ? 1 : 4, flags, 1]) head.put('y', byte);
  head.put('u', content.length);
  head.put('u', serial);
  head.put('a(yv)', fields);
  head.align(8);
  return Buffer.concat([head.bytes(), content.bytes()]);
}

function writer() {
  let bytes: number[] = [];
  const align = (by: number): void => {
    while (bytes.length % by !== 0) bytes.push(0);
  };
  const raw = (buffer: Buffer): void => void (bytes = bytes.concat([...buffer]));
  const word = (value: number): void => {
    const four = Buffer.alloc(4);
    four.writeUInt32LE(value >>> 0);
    raw(four);
  };

  function put(type: string, value: unknown): void {
    align(alignment(type));
    if (type.startsWith('a')) return list(type.slice(1), value as unknown[]);
    if (type.startsWith('(') || type.startsWith('{'))
      return split(type.slice(1, -1)).forEach((part, index) =>
        put(part, (value as unknown[])[index]),
      );
    if (type === 'y') return void bytes.push(Number(value));
    if (type === 'b') return word(value ? 1 : 0);
    if (type === 'u' || type === 'i') return word(Number(value));
    if (type === 'x') {
      const eight = Buffer.alloc(8);
      eight.writeBigInt64LE(BigInt(value as number));
      return raw(eight);
    }
    if (type === 'v') {
      const [inner, what] = value as [string, unknown];
      put('g', inner);
      return put(inner, what);
    }
    const text = Buffer.from(String(value), 'utf8');
    if (type === 'g') bytes.push(text.length);
    else word(text.length);
    raw(text);
    bytes.push(0);
  }

  function list(type: string, values: unknown[]): void {
    const at = bytes.length;
    word(0);
    align(alignment(type));
    const start = bytes.length;
    for (const value of values) put(type, value);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length - start);
    bytes.splice(at, 4, ...size);
  }

  return {
    put,
    align,
    get length(): number {
      return bytes.length;
    },
    bytes: (): Buffer => Buffer.from(bytes),
  };
}
