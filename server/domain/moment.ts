// Times that clients name. Beyond what a Date can hold they would break whoever shows them, and the
// database keeps whole milliseconds only.
import { FOREVER } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';

/** Throws INVALID with the field unless this is a time in whole ms since 1970, at most `latest`. */
export function moment(at: number, field: string, latest: number = FOREVER): void {
  if (!Number.isInteger(at) || at < 0 || at > latest)
    throw new Refusal('INVALID', 'not a time that can be set', { field });
}
