// Several addresses of one server, most of them perhaps dead: tried one after the other, but without
// waiting long for any of them ("happy eyeballs").
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, fail, Refusal } from '../shared/errors.ts';

/** The next one starts when the one before failed, or has taken this long. Milliseconds. */
const patienceMs = 250;

/** Which failure says most about why nothing worked. */
const telling: ErrorCode[] = ['KEY_CHANGED', 'UPGRADE_REQUIRED', 'NOT_LANLINE'];

/** The first success, by time. When all fail, rejects with the most telling failure; with UNREACHABLE where there is nothing to try. */
export async function firstOf<T, R>(
  candidates: readonly T[],
  attempt: (candidate: T) => Promise<R>,
): Promise<R> {
  const failures: unknown[] = [];
  const won = Promise.withResolvers<R>();
  const running: Promise<void>[] = [];
  let done = false;
  for (const candidate of candidates) {
    if (done) break;
    const run = attempt(candidate).then(
      (result) => {
        done = true;
        won.resolve(result);
      },
      (error: unknown) => void failures.push(error),
    );
    running.push(run);
    await Promise.race([run, won.promise, delay(patienceMs, undefined, { ref: false })]);
  }
  void Promise.all(running).then(() => won.reject(mostTelling(failures)));
  return won.promise;
}

function mostTelling(failures: unknown[]): unknown {
  const rank = (error: unknown): number => {
    const place = telling.indexOf(fail(error).error.code);
    return place === -1 ? telling.length : place;
  };
  return (
    failures.toSorted((a, b) => rank(a) - rank(b))[0] ??
    new Refusal('UNREACHABLE', 'no address to try')
  );
}
