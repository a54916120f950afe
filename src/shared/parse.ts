// The one way a schema's complaint becomes a refusal, at every door.
import type { z } from 'zod';
import { type ErrorCode, errorCodes, Refusal } from './errors.ts';

/** The checked value; throws INVALID (or the code a rule names, as TOO_LARGE) with the field at fault. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const params = issue?.code === 'custom' ? issue.params : undefined;
  const code =
    errorCodes.find((known): known is ErrorCode => known === params?.['code']) ?? 'INVALID';
  const field = issue?.path.join('.') ?? '';
  throw new Refusal(
    code,
    `${field || 'input'}: ${issue?.message ?? 'invalid'}`,
    field ? { field } : {},
  );
}
