// When something last came by incoming hooks.
import { createGathered } from '../gathered.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

export type HooksUsed = ReturnType<typeof createHooksUsed>;

export const createHooksUsed = (store: Pick<Store, 'hooksUsed'>, log: Pick<Log, 'error'>) =>
  createGathered((batch) => store.hooksUsed(batch), 'when hooks were used was not kept', log);
