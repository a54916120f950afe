// What a token may do, where it may not do everything.
import type { Scope } from '../src/shared/bots.ts';
import { Refusal } from '../src/shared/errors.ts';

/** Of a token: null, and what says nothing of it, may do everything (people's computers, the console). */
export type Scopes = readonly Scope[] | null | undefined;

export const hasScope = (scopes: Scopes, wanted: Scope): boolean =>
  scopes === null || scopes === undefined || scopes.includes(wanted);

/** Throws FORBIDDEN for a token that may not do this. Listening to events needs `read`. */
export function requireScope(scopes: Scopes, wanted: Scope): void {
  if (!hasScope(scopes, wanted))
    throw new Refusal('FORBIDDEN', `this token lacks the scope ${wanted}`, { field: 'scope' });
}
