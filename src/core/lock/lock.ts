// The app lock: whether there is one, whether it is shut, and who opens it. Shut at every start. Wrong
// tries are counted on the disk, so that starting again gains nothing.
import { z } from 'zod';
import { fail, Refusal } from '../../shared/errors.ts';
import { LockAfter, type LockState } from '../../shared/lock.ts';
import type { JsonFile } from '../jsonFile.ts';
import type { Log } from '../log.ts';
import { hashCode, HashedCode, isCode, usualCost } from './code.ts';
import { pauseAfter, pauseLeft } from './tries.ts';

export const LockFile = z.object({
  code: HashedCode,
  after: LockAfter.catch(5),
  withScreen: z.boolean().catch(true),
  /** Wrong ones in a row. */
  tries: z.int().min(0),
  /** Clock time until which no other counts, ms. */
  until: z.number(),
});
export type LockFile = z.infer<typeof LockFile>;

export type Lock = ReturnType<typeof createLock>;

export type LockParts = {
  file: JsonFile<LockFile>;
  /** Hears each change, and each wrong try. */
  changed(state: LockState): void;
  log: Log;
  cost?: number | undefined;
};

export function createLock({ file, changed, log, cost = usualCost }: LockParts) {
  let kept = file.read();
  let locked = kept !== undefined;
  let checking = false;
  /** The page that was open when it was shut may hand in what was being written there. */
  let leaving = false;
  const places = new Map<string, string>();

  const state = (): LockState => {
    const left = kept ? pauseLeft(kept, Date.now()) : 0;
    return {
      on: kept !== undefined,
      locked,
      after: kept?.after ?? null,
      withScreen: kept?.withScreen ?? true,
      retryAt: left > 0 ? Date.now() + left : null,
    };
  };

  function tell(): LockState {
    const now = state();
    changed(now);
    return now;
  }

  /** Throws FORBIDDEN and RATE_LIMITED. */
  async function assertCode(code: string): Promise<void> {
    if (!kept) return;
    const left = pauseLeft(kept, Date.now());
    if (checking || left > 0)
      throw new Refusal('RATE_LIMITED', 'not yet', { field: 'code', retryAfterMs: left || 1000 });
    checking = true;
    try {
      // Counted before it is looked at: whoever ends the app meanwhile has had this try.
      const tries = kept.tries + 1;
      await count(kept, tries);
      if (!(await isCode(code, kept.code))) {
        log('warn', 'a wrong code at the app lock', { tries });
        tell();
        throw new Refusal('FORBIDDEN', 'not the code', { field: 'code' });
      }
      await count(kept, 0);
    } finally {
      checking = false;
    }
  }

  /** A full disk must not keep the right person out, so it counts on in memory then. */
  async function count(before: LockFile, tries: number): Promise<void> {
    kept = { ...before, tries, until: Date.now() + pauseAfter(tries) };
    await file
      .write(kept)
      .catch((error: unknown) => log('error', 'tries are not kept', fail(error).error));
  }

  function present(): LockFile {
    if (!kept) throw new Refusal('FORBIDDEN', 'there is no code');
    return kept;
  }

  return {
    state,
    get locked(): boolean {
      return locked;
    },
    /** The window that was open goes; what it still has to say is heard. */
    get leaving(): boolean {
      return locked && leaving;
    },
    /** Another page has come. */
    left: (): void => void (leaving = false),
    lock(): void {
      if (!kept || locked) return;
      locked = true;
      leaving = true;
      tell();
    },
    async unlock(code: string): Promise<void> {
      await assertCode(code);
      locked = false;
      tell();
    },
    /** Sets another code; null takes it away. Throws DATA_UNWRITABLE, STORAGE_FULL. */
    async set(current: string, code: string | null): Promise<LockState> {
      await assertCode(current);
      if (code === null) {
        file.remove();
        kept = undefined;
        return tell();
      }
      const usual = { after: 5 as const, withScreen: true, tries: 0, until: 0 };
      const next = { ...usual, ...kept, code: await hashCode(code, cost) };
      // Twice, because the file keeps the version before beside itself.
      await file.write(next);
      await file.write(next);
      kept = next;
      return tell();
    },
    /** Throws FORBIDDEN without a code; DATA_UNWRITABLE, STORAGE_FULL. */
    async choose(wanted: {
      after?: LockFile['after'] | undefined;
      withScreen?: boolean | undefined;
    }) {
      const { after = present().after, withScreen = present().withScreen } = wanted;
      const next = { ...present(), after, withScreen };
      await file.write(next);
      kept = next;
      return tell();
    },
    /** Nothing is left to be hidden. */
    remove(): void {
      file.remove();
      kept = undefined;
      locked = false;
      places.clear();
      tell();
    },
    /** Where the person was in this window, until they are back. */
    keep: (window: string, where: string): void => void places.set(window, where),
    takePlace(window: string): string | null {
      const where = places.get(window) ?? null;
      places.delete(window);
      return where;
    },
  };
}
