// What event-stream.html and long-poll.html have in common: they ask for a token, and show messages as they come.
import { element, forgetToken, keepToken, keptToken, snapshot } from './lanline.js';

const at = (id) => document.getElementById(id);
const names = new Map();

export const say = (text) => (at('state').textContent = text);

/** Calls `listen(head)` with the cursor from which on events are wanted, once there is a token. */
export function open(listen) {
  at('token-form').addEventListener('submit', (event) => {
    event.preventDefault();
    keepToken(at('token').value.trim());
    void begin(listen);
  });
  // A kiosk has nobody who types: its address ends in #TOKEN, which browsers never send anywhere.
  if (location.hash.length > 1) {
    keepToken(location.hash.slice(1));
    history.replaceState(null, '', location.pathname);
  }
  if (keptToken()) void begin(listen);
  else say('Waiting for a token');
}

async function begin(listen) {
  try {
    say('Connecting');
    const { people, conversations, head } = await snapshot();
    for (const person of people) names.set(person.id, person.name);
    at('token-form').hidden = true;
    at('messages').replaceChildren();
    // The last twenty that are there already, oldest first, as they were said.
    const before = conversations.flatMap(({ events }) => events);
    for (const event of before.sort((a, b) => a.pos - b.pos).slice(-20)) show(event);
    await listen(head);
  } catch (error) {
    // A token that is no good (any more) is asked for again; anything else is said.
    if (error.code === 'UNAUTHENTICATED' || error.code === 'REVOKED') forgetToken();
    at('token-form').hidden = false;
    say(error.message);
  }
}

/** An event of the log. There are more kinds than these; what a page does not know it leaves alone. */
export function show(event) {
  const { person } = event.body;
  if (event.type === 'person.joined' || event.type === 'person.changed')
    names.set(person.id, person.name);
  if (event.type !== 'message.created') return;
  const row = element('li');
  row.append(
    element('time', new Date(event.at).toLocaleTimeString()),
    element('b', names.get(event.author) ?? 'Somebody'),
    event.body.text,
  );
  at('messages').append(row);
  row.scrollIntoView({ block: 'nearest' });
}
