// Getting in: with a name, and a token that this page makes itself.
import { ask, keepToken, newId, newToken, pause } from './lanline.js';

/**
 * Resolves when we are in. Where the door is open that is at once; where it asks, somebody in the team has to say yes,
 * and `wait` is told so. Throws what the server says is wrong: a name that is taken, a team by invitation only.
 */
export async function join(name, wait) {
  // The same ticket every time: an answer that was lost on the way makes no second person.
  const ticket = { id: newId(), name, token: newToken(), device: 'Chat page' };
  for (;;) {
    const answer = await ask('team.join', ticket, null);
    if (!answer.pending) {
      keepToken(ticket.token);
      return;
    }
    wait();
    await pause(2);
  }
}
