// What is said of one route, and the shapes that come back in many of them.
import type { ErrorCode } from '../../src/shared/errors.ts';
import type { Schema } from './schemas.ts';

type Answer = Record<string, { schema: Schema }>;
export type Route = {
  summary: string;
  description?: string;
  /** Nobody need show who they are. */
  open?: true;
  parameters?: Schema[];
  body?: Schema;
  /** Status, what it means, and in which form. */
  answers: [number, string, Answer?][];
  /** Refusals, besides those that anything can meet. */
  codes: ErrorCode[];
};

export const json = (schema: Schema): Answer => ({ 'application/json': { schema } });
export const page = { 'text/html': { schema: { type: 'string' } } };
export const value = (schema: Schema): Answer =>
  json({
    type: 'object',
    required: ['ok', 'value'],
    properties: { ok: { const: true }, value: schema },
  });
export const object = (
  properties: Record<string, Schema>,
  required = Object.keys(properties),
): Schema => ({
  type: 'object',
  properties,
  required,
});

export const integer = { type: 'integer', minimum: 0 };
export const inPath = (name: string, schema: Schema = { type: 'string' }): Schema => ({
  name,
  in: 'path',
  required: true,
  schema,
});
export const inQuery = (name: string, description: string, schema: Schema): Schema => ({
  name,
  in: 'query',
  description,
  schema,
});
export const inHeader = (name: string, description: string): Schema => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});
