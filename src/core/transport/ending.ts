// The one end of a connection: by the other side, which is told, or by ours, which is not.
import type { Failure } from '../../shared/errors.ts';
import type { TransportListener } from './transport.ts';

/** `release` lets go of whatever the connection holds; called once. */
export function createEnding(listener: Pick<TransportListener, 'down'>, release: () => void) {
  let over = false;
  function end(): boolean {
    if (over) return false;
    over = true;
    release();
    return true;
  }
  return {
    get over(): boolean {
      return over;
    },
    down(reason: Failure): void {
      if (end()) listener.down(reason);
    },
    close: (): void => void end(),
  };
}
