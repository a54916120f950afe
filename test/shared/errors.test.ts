import { describe, expect, test } from 'vitest';
import {
  errorCodes,
  fail,
  Failure,
  isPermanent,
  Refusal,
  succeed,
  unwrap,
} from '../../src/shared/errors.ts';

describe('failures', () => {
  test('a refusal crosses a boundary and comes back the same', () => {
    const refusal = new Refusal('RATE_LIMITED', 'slow down', { retryAfterMs: 250 });
    const travelled = JSON.parse(JSON.stringify(fail(refusal))) as ReturnType<typeof fail>;
    expect(travelled.error).toEqual({
      code: 'RATE_LIMITED',
      message: 'slow down',
      retryAfterMs: 250,
    });
    expect(() => unwrap(travelled)).toThrow(refusal);
    expect(unwrap(succeed(0))).toBe(0);
  });

  test.each([new Error('boom'), 'boom', undefined, { code: 'FORBIDDEN' }])(
    'what nobody expected is INTERNAL: %j',
    (thrown) => expect(fail(thrown).error.code).toBe('INTERNAL'),
  );

  test('a code from a newer server is a failure, not a crash', () => {
    const failure = Failure.parse({ code: 'MOON_PHASE', message: 'wrong moon' });
    expect(failure).toEqual({ code: 'INTERNAL', message: 'wrong moon' });
  });

  // Rule 5: what is permanent leaves the outbox, everything else stays queued.
  test('only what no retry can change is permanent', () => {
    expect(errorCodes.filter(isPermanent).toSorted()).toEqual(
      [
        'ALREADY_IN',
        'DECLINED',
        'FORBIDDEN',
        'ID_CONFLICT',
        'INVALID',
        'INVITE_INVALID',
        'INVITE_NEEDED',
        'NAME_TAKEN',
        'NOT_FOUND',
        'NOT_MEMBER',
        'TOO_LARGE',
        'UNKNOWN_COMMAND',
      ].toSorted(),
    );
  });
});
