// Server-sent events: the browser keeps one answer open, and everything that happens is written into it.
import { open, say, show } from './board.js';
import { answerOf, keptToken, pause } from './lanline.js';

/** EventSource can set no header, and a token has no place in an address: a ticket is good once, for a minute. */
async function newTicket() {
  const headers = { authorization: `Bearer ${keptToken()}` };
  const { ticket } = await answerOf(await fetch('/api/v1/tickets', { method: 'POST', headers }));
  return ticket;
}

async function listen(since) {
  let cursor = since;
  const ticket = await newTicket();
  const stream = new EventSource(`/api/v1/events?since=${cursor}&ticket=${ticket}`);

  // Each event comes under its own name, with the cursor as its id.
  for (const type of ['message.created', 'person.joined', 'person.changed'])
    stream.addEventListener(type, ({ data, lastEventId }) => {
      cursor = Number(lastEventId);
      show(JSON.parse(data));
    });
  stream.addEventListener('hello', () => say('Live'));

  // The ticket is used up, so the browser cannot come back by itself: a new one, from where we were.
  stream.addEventListener('error', () => {
    stream.close();
    say('Away; coming back');
    void again(() => cursor);
  });
  // Our cursor is of another log, as after a backup was restored: everything anew.
  stream.addEventListener('gone', () => {
    stream.close();
    location.reload();
  });
}

async function again(cursor) {
  await pause(2);
  await listen(cursor()).catch((error) => {
    say(error.message);
    return again(cursor);
  });
}

open(listen);
