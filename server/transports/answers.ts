// How a failure looks over HTTP: one shape, and the status that fits its code.
import type Koa from 'koa';
import { type Failure, fail, Refusal } from '../../src/shared/errors.ts';
import { isOwnOrigin } from '../hosts.ts';

export function answerFailure(context: Koa.Context, error: Failure): void {
  context.status = statusOf(error.code);
  if (error.retryAfterMs !== undefined)
    context.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)));
  context.body = { ok: false, error };
}

/** 421 tells an honest client that it has the wrong name for this server (RFC 9110). */
export function refuseStranger(context: Koa.Context): void {
  const own = isOwnOrigin(context.req);
  const why = own ? 'this server is not known by this Host' : 'not for pages of another Origin';
  answerFailure(context, fail(new Refusal('FORBIDDEN', why)).error);
  if (own) context.status = 421;
}

/** The body parser's own errors are the caller's mistakes; where the JSON breaks is said. */
export function bodyRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error)) return error;
  if (error.status === 413) return new Refusal('TOO_LARGE', 'the request is too large');
  if (error.status === 400)
    return new Refusal('INVALID', `the body is not JSON: ${error.message}`, { field: 'body' });
  if (error.status === 415) return new Refusal('INVALID', error.message, { field: 'content-type' });
  return error;
}

export const statuses: Partial<Record<string, number>> = {
  INVALID: 400,
  UNKNOWN_COMMAND: 400,
  UNAUTHENTICATED: 401,
  REVOKED: 401,
  DEACTIVATED: 403,
  FORBIDDEN: 403,
  INVITE_INVALID: 403,
  INVITE_NEEDED: 403,
  DECLINED: 403,
  NOT_MEMBER: 403,
  NOT_FOUND: 404,
  NAME_TAKEN: 409,
  ALREADY_IN: 409,
  ID_CONFLICT: 409,
  CURSOR_GONE: 410,
  TOO_LARGE: 413,
  UPGRADE_REQUIRED: 426,
  RATE_LIMITED: 429,
  STORAGE_FULL: 507,
  CLOSING: 503,
  STORAGE_BUSY: 503,
};

export const statusOf = (code: string): number => statuses[code] ?? 500;
