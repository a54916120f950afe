// What a new link lets happen: as what, for how long, how often, and where to.
import type { Role } from '../../../shared/entities.ts';

export type Terms = {
  role: Role;
  /** Milliseconds; null for ever. */
  expiresIn: number | null;
  /** People; null for any number. */
  uses: number | null;
  /** Where a guest is let in. */
  channels: string[];
};

const hour = 3_600_000;

/** How long a link may last, each with its key in `invite.*`. */
export const spans = [
  { key: 'hour', ms: hour },
  { key: 'day', ms: 24 * hour },
  { key: 'week', ms: 7 * 24 * hour },
  { key: 'month', ms: 30 * 24 * hour },
  { key: 'ever', ms: null },
] as const;

/** How many people may come by one link; null for any number. */
export const crowds = [null, 1, 5, 10, 25, 100] as const;

/** Safe enough to be made with one press: an ordinary member, and it ends by itself. */
export const usualTerms = (): Terms => termsFor('member');

/** What suits a role: who gets power over others comes alone and soon, a guest is expected too. */
export function termsFor(role: Role): Terms {
  if (role === 'admin') return { role, expiresIn: 24 * hour, uses: 1, channels: [] };
  return { role, expiresIn: 7 * 24 * hour, uses: null, channels: [] };
}
