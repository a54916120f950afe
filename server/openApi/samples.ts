// Examples of what to send, made from the schemas: a value for each name, and nothing that may be left out.
import type { Schema } from './schemas.ts';

/** Each made once; copied unchanged it names nobody and nothing. */
const id = '0193c5f0-7d2a-7c3e-9b1f-2f6d5a8e4c10';
const values: Record<string, unknown> = {
  name: 'Robot',
  text: 'The backup has finished.',
  emoji: '🌱',
  token: 'a-secret-of-43-characters-that-you-make-up-',
  code: '0123456789abcdefABCDEF',
  key: '0123456789abcdefABCDEF',
  device: 'robot on the build server',
  tokenName: 'build server',
  scopes: ['read', 'send'],
  url: 'https://board.example/lanline',
  secret: 'a-secret-of-43-characters-that-you-make-up-',
  avatar: 'a'.repeat(64),
  image: 'iVBORw0KGgo=',
  at: 1_800_000_000_000,
  expiresIn: 86_400_000,
  version: '0.2.0',
  users: [id, '0193c5f0-7d2a-7c3e-9b1f-2f6d5a8e4c11'],
  on: true,
  ref: '1',
};

/** The smallest object that this schema takes. `resolve` finds what a reference means. */
export function exampleOf(schema: Schema, resolve: (ref: string) => Schema): unknown {
  if (typeof schema['$ref'] === 'string') return exampleOf(resolve(schema['$ref']), resolve);
  const [first] = (schema['anyOf'] ?? schema['oneOf'] ?? []) as Schema[];
  if (first) return exampleOf(first, resolve);
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const [type] = [schema['type']].flat();
  switch (type) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
      const required = (schema['required'] ?? []) as string[];
      return Object.fromEntries(
        required.map((name) => [name, valueOf(name, properties[name] ?? {}, resolve)]),
      );
    }
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    case 'boolean':
      return true;
    case 'array':
      return [exampleOf((schema['items'] ?? {}) as Schema, resolve)];
    default:
      return schema['format'] === 'uuid' ? id : 'text';
  }
}

/** What is an id is one, whatever it is called. */
function valueOf(name: string, schema: Schema, resolve: (ref: string) => Schema): unknown {
  const made = exampleOf(schema, resolve);
  return made !== id && Object.hasOwn(values, name) ? values[name] : made;
}
