// How many people are in the team: asked by everybody who looks at it, changed by few.
import type { Store } from './store/store.ts';

/** Counts once, until `changed` is told that it may be another number. */
export function createPeopleCount(store: Pick<Store, 'countPeople'>) {
  let counted: Promise<number> | null = null;
  return {
    count(): Promise<number> {
      const counting = (counted ??= store.countPeople());
      // A failure is not kept.
      counting.catch(() => (counted = counted === counting ? null : counted));
      return counting;
    },
    changed(): void {
      counted = null;
    },
  };
}
