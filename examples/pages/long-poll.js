// Long polling: a question that is answered when something happens, or after 25 seconds, and then asked again. It goes
// through every proxy there is.
import { open, say, show } from './board.js';
import { answerOf, keptToken, pause } from './lanline.js';

async function listen(since) {
  let cursor = since;
  say('Live');
  for (;;) {
    try {
      const response = await fetch(`/api/v1/events?since=${cursor}&wait=25`, {
        headers: { authorization: `Bearer ${keptToken()}` },
      });
      say('Live');
      const { events, next } = await answerOf(response);
      for (const event of events) show(event);
      // Also when nothing came: the cursor moves past what is none of our business.
      cursor = next;
    } catch (error) {
      // Our cursor is of another log, as after a backup was restored: everything anew.
      if (error.code === 'CURSOR_GONE') return location.reload();
      if (error.code === 'UNAUTHENTICATED' || error.code === 'REVOKED') throw error;
      say('Away; coming back');
      // Whoever asks too often is told when to come again.
      await pause((error.retryAfterMs ?? 2000) / 1000);
    }
  }
}

open(listen);
