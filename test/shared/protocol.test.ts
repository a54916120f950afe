// Guards the wire: whoever changes a schema must decide whether older programs still understand it.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { commands } from '../../src/shared/commands.ts';
import { Failure } from '../../src/shared/errors.ts';
import { ClientSignal, eventBodies, EventsFrame, Signal } from '../../src/shared/events.ts';
import {
  CommandFrame,
  Handshake,
  KeyInfo,
  OLDEST_PROTOCOL,
  PROTOCOL_VERSION,
  TeamInfo,
} from '../../src/shared/protocol.ts';

/** The wire of every version there has been. */
const wires: Record<number, string> = {
  1: 'e9d0cab16f00cbd6',
};

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): unknown =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' });

function wire(): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  for (const [name, { input, output }] of Object.entries(commands)) {
    schemas[`command ${name}`] = jsonSchema(input, 'input');
    schemas[`answer ${name}`] = jsonSchema(output, 'output');
  }
  for (const [type, body] of Object.entries(eventBodies))
    schemas[`event ${type}`] = jsonSchema(body, 'output');
  const frames = {
    CommandFrame,
    ClientSignal,
    EventsFrame,
    Failure,
    Handshake,
    KeyInfo,
    Signal,
    TeamInfo,
  };
  for (const [name, schema] of Object.entries(frames)) schemas[name] = jsonSchema(schema, 'output');
  return schemas;
}

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
    .slice(0, 16);
}

/** The order in which a source file lists things is not part of the wire. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item) => typeof item === 'string') ? items.toSorted() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

test('the wire changes only together with PROTOCOL_VERSION', () => {
  const found = hash(wire());
  const advice = `The wire's schemas have changed. If version ${PROTOCOL_VERSION} has ever been released,
raise PROTOCOL_VERSION in src/shared/protocol.ts, decide whether OLDEST_PROTOCOL must follow, and add
  ${PROTOCOL_VERSION + 1}: '${found}'
to \`wires\` in test/shared/protocol.test.ts. If it has not been released yet, its line becomes
  ${PROTOCOL_VERSION}: '${found}'
`;
  expect(wires[PROTOCOL_VERSION], advice).toBe(found);
});

test('no version is raised without a change, and the oldest one is a version there was', () => {
  expect(new Set(Object.values(wires)).size).toBe(Object.keys(wires).length);
  expect(Object.keys(wires).map(Number)).toContain(OLDEST_PROTOCOL);
  expect(Math.max(...Object.keys(wires).map(Number))).toBe(PROTOCOL_VERSION);
});

test('a field more, or a field that became optional, is seen', () => {
  const before = z.object({ id: z.uuid(), text: z.string() });
  const hashes = [
    before,
    before.extend({ extra: z.string() }),
    before.partial({ text: true }),
    before.extend({ text: z.number() }),
  ].map((schema) => hash(jsonSchema(schema, 'input')));
  expect(new Set(hashes).size).toBe(hashes.length);
  const reordered = z.object({ text: z.string(), id: z.uuid() });
  expect(hash(jsonSchema(reordered, 'input'))).toBe(hashes[0]);
});
