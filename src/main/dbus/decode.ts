// Bytes as messages. What comes in is anybody's on this session's bus, so each length is checked.
import { alignment, type Incoming, split, up } from './types.ts';

/** Bytes. What is asked and heard is a hundredth of it. */
const longest = 1 << 20;
/** Nested deeper than anything that means something. */
const deepest = 32;

type Order = 'little' | 'big';

/** Takes the bytes as they come; `receive` gets each whole message. Throws when they are no D-Bus. */
export function createDecoder(receive: (message: Incoming) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      if (held.length < 16) return;
      const order = held[0] === 'l'.charCodeAt(0) ? 'little' : 'big';
      const at = (offset: number): number =>
        order === 'little' ? held.readUInt32LE(offset) : held.readUInt32BE(offset);
      const head = up(16 + at(12), 8);
      const size = head + at(4);
      if (size > longest) throw new Error(`a message of ${size} bytes`);
      if (held.length < size) return;
      const message = decode(held.subarray(0, size), head, order);
      held = held.subarray(size);
      receive(message);
    }
  };
}

function decode(bytes: Buffer, head: number, order: Order): Incoming {
  const reader = createReader(bytes, order);
  const [, kind] = [reader.take('y'), reader.take('y'), reader.take('y'), reader.take('y')];
  reader.take('u');
  const serial = Number(reader.take('u'));
  const fields = new Map(reader.take('a(yv)') as [number, unknown][]);
  const text = (field: number): string | undefined => {
    const value = fields.get(field);
    return typeof value === 'string' ? value : undefined;
  };
  const answers = fields.get(5);
  reader.moveTo(head);
  return {
    kind: Number(kind),
    serial,
    answers: typeof answers === 'number' ? answers : undefined,
    path: text(1),
    interface: text(2),
    member: text(3),
    error: text(4),
    sender: text(7),
    body: split(text(8) ?? '').map((type) => reader.take(type)),
  };
}

function createReader(bytes: Buffer, order: Order) {
  let at = 0;
  const little = order === 'little';

  function fixed(size: number): number {
    at += size;
    return at - size;
  }

  function take(type: string, depth = 0): unknown {
    if (depth > deepest) throw new Error('nested too deep');
    at = up(at, alignment(type));
    if (type.startsWith('a')) return list(type.slice(1), depth);
    if (type.startsWith('(') || type.startsWith('{'))
      return split(type.slice(1, -1)).map((part) => take(part, depth + 1));
    switch (type) {
      case 'y':
        return bytes.readUInt8(fixed(1));
      case 'n':
      case 'q':
        return little ? bytes.readUInt16LE(fixed(2)) : bytes.readUInt16BE(fixed(2));
      case 'b':
        return word() !== 0;
      case 'i':
        return word() | 0;
      case 'u':
      case 'h':
        return word();
      case 'x':
      case 't':
        return Number(little ? bytes.readBigInt64LE(fixed(8)) : bytes.readBigInt64BE(fixed(8)));
      case 'd':
        return little ? bytes.readDoubleLE(fixed(8)) : bytes.readDoubleBE(fixed(8));
      case 's':
      case 'o':
        return text(word());
      case 'g':
        return text(bytes.readUInt8(fixed(1)));
      case 'v': {
        const [inner, more] = split(text(bytes.readUInt8(fixed(1))));
        if (inner === undefined || more !== undefined) throw new Error('not one value');
        return take(inner, depth + 1);
      }
      default:
        throw new Error(`an unknown type: ${type.slice(0, 10)}`);
    }
  }

  function word(): number {
    return little ? bytes.readUInt32LE(fixed(4)) : bytes.readUInt32BE(fixed(4));
  }

  function text(length: number): string {
    const from = fixed(length + 1);
    if (at > bytes.length) throw new Error('a text beyond its message');
    return bytes.toString('utf8', from, from + length);
  }

  function list(type: string, depth: number): unknown[] {
    const size = word();
    at = up(at, alignment(type));
    const end = at + size;
    if (end > bytes.length) throw new Error('a list beyond its message');
    const values: unknown[] = [];
    while (at < end) {
      const from = at;
      values.push(take(type, depth + 1));
      if (at === from) throw new Error('a list of nothing');
    }
    return values;
  }

  return { take, moveTo: (offset: number): void => void (at = offset) };
}
