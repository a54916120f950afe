// The end of a session, `kill`, and Ctrl+C in a terminal end the app as Ctrl+Q does.
import { app } from 'electron';

/**
 * When Electron is ready. It quits by itself on these, until some package listens for them and stops listening again,
 * as the one that writes files does: from then on the system would end the app on the spot.
 */
export function quitOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => app.quit());
}
