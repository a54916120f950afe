// What is on the screen of the chat. Everything people wrote is set as text.
import { element } from './lanline.js';

const at = (id) => document.getElementById(id);
/** Own messages that the server has not confirmed, by id. */
const waiting = new Map();
let typingEnds;

export const showState = (text) => (at('state').textContent = text);

export function showTyping(name, on) {
  clearTimeout(typingEnds);
  at('typing').textContent = on ? `${name} is typing …` : '';
  // In case the end of it gets lost.
  if (on) typingEnds = setTimeout(showTyping, 6000, '', false);
}

export function addMessage({ id, author, at: when, body }, world, state = '') {
  const row = element('li', '', state);
  row.append(
    element('time', new Date(when).toLocaleTimeString([], { timeStyle: 'short' })),
    element('b', world.people.get(author)?.name ?? 'Somebody'),
    body.text,
  );
  if (state === 'waiting') waiting.set(id, row);
  append(row);
}

/** A line about who comes and goes. */
export const addNote = (text) => append(element('li', text, 'event'));

/** The server has it, or will not take it. False when no such message waits. */
export function settle(id, state = '') {
  const row = waiting.get(id);
  if (!row) return false;
  // Who heard no answer in time does not know; who has seen the message itself does.
  if (state === '' || row.className === 'waiting') row.className = state;
  if (state === '') setTimeout(() => waiting.delete(id), 20_000);
  return true;
}

/** Rooms and people; `open` is called with the one that is clicked. */
export function draw(world, open) {
  const current = world.rooms.get(world.current);
  at('room').textContent = titleOf(current, world);
  at('rooms').replaceChildren(
    ...[...world.rooms.values()].map((room) => {
      const row = button(titleOf(room, world), () => open(room.id));
      row.firstChild.setAttribute('aria-current', String(room.id === world.current));
      if (room.unread > 0) row.firstChild.dataset.unread = room.unread;
      return row;
    }),
  );
  const others = [...world.people.values()].filter(({ id, active }) => id !== world.me && active);
  const here = ({ id }) => world.presence.get(id) ?? 'offline';
  others.sort((a, b) => rank(here(a)) - rank(here(b)) || a.name.localeCompare(b.name));
  at('people').replaceChildren(
    ...others.map((person) => {
      const row = button(person.name, () => open(roomWith(person.id, world)));
      row.firstChild.className = `dot ${here(person)}`;
      row.firstChild.title = here(person);
      return row;
    }),
  );
}

const rank = (state) => ['online', 'away', 'offline'].indexOf(state);

/** The conversation with this person, or the person while there is none. */
const roomWith = (user, world) =>
  [...world.rooms.values()].find(({ kind, members }) => kind === 'direct' && members.includes(user))
    ?.id ?? user;

function titleOf(room, world) {
  if (room.kind === 'channel') return `# ${room.name}`;
  const other = room.members.find((id) => id !== world.me) ?? world.me;
  return world.people.get(other)?.name ?? 'Somebody';
}

function button(text, onClick) {
  const made = element('button');
  made.type = 'button';
  made.append(element('span', text));
  made.addEventListener('click', onClick);
  const row = element('li');
  row.append(made);
  return row;
}

function append(row) {
  at('messages').append(row);
  row.scrollIntoView({ block: 'nearest' });
}
