// The chat of Socket.IO's tutorial with its homework done, on a Lanline server: nicknames, who comes and goes, who is
// here, who is typing, one's own message at once, private messages. What the server says is in `world`, and what of it
// is on the screen is made by view.js.
import { join } from './join.js';
import { ask, forgetToken, keptToken, newId, snapshot } from './lanline.js';
import { addMessage, addNote, draw, settle, showState, showTyping } from './view.js';

const at = (id) => document.getElementById(id);

const world = {
  me: '',
  people: new Map(),
  /** Who is here: 'online' or 'away'; everybody else is not. */
  presence: new Map(),
  /** The first channel, and those with one other person. */
  rooms: new Map(),
  current: '',
  /** What we have seen: where to go on after a broken connection. */
  cursor: 0,
};
let socket;

at('join').addEventListener('submit', (event) => {
  event.preventDefault();
  const note = at('join-note');
  join(at('nick').value, () => (note.textContent = 'Somebody in the team has to let you in …'))
    .then(start)
    .catch((error) => {
      note.textContent = error.message;
      note.className = 'wrong';
    });
});
if (keptToken()) start().catch(leave);

/** A token that is no good any more is forgotten; then we are a stranger again. */
function leave() {
  forgetToken();
  location.reload();
}

async function start() {
  const { people, conversations, head } = await snapshot();
  for (const person of people) world.people.set(person.id, person);
  for (const each of conversations) {
    const isFirst = each.kind === 'channel' && world.current === '';
    if (isFirst) world.current = each.id;
    if (isFirst || each.kind === 'direct') addRoom(each.id, each);
    for (const event of each.events) hear(event);
  }
  for (const room of world.rooms.values()) room.unread = 0;
  world.cursor = head;
  connect();
}

function connect() {
  // Asked for at every connection: it comes back with the newest cursor, and what we missed comes first.
  const auth = (give) =>
    give({ protocol: 1, token: keptToken(), listen: { since: world.cursor, signals: true } });
  // The WebSocket first: a tab that is closed while a polling connection becomes one is missed only after
  // 45 seconds, when Socket.IO's ping goes unanswered. Where a proxy lets none through, polling is next.
  socket = io({ auth, transports: ['websocket', 'polling'], tryAllTransports: true });

  socket.on('connect', async () => {
    showState('Live');
    // A command over the socket: the answer has the same shape as over HTTP.
    const { ok, value } = await socket.emitWithAck('command', { name: 'sync.resume', input: {} });
    if (!ok) return;
    world.me = value.me;
    world.presence = new Map(value.presence);
    at('team').textContent = value.team.name;
    at('join').hidden = true;
    at('chat').hidden = false;
    show(world.current);
  });
  socket.on('disconnect', () => showState('Away; coming back'));
  socket.on('connect_error', ({ data }) => {
    if (data?.code === 'CURSOR_GONE') location.reload();
    else if (data) leave();
    else showState('Away; coming back');
  });
  socket.on('events', ({ events }) => {
    for (const event of events) {
      world.cursor = Math.max(world.cursor, event.pos);
      hear(event);
    }
    draw(world, open);
  });
  socket.on('signal', (signal) => {
    if (signal.type === 'presence') comeAndGo(signal.changes);
    if (signal.type === 'typing' && signal.conversation === world.current)
      showTyping(world.people.get(signal.user)?.name ?? '', signal.on);
  });
}

/** One event of the log. */
function hear(event) {
  const { type, conversation, body, author, id } = event;
  if (type === 'person.joined' || type === 'person.changed')
    world.people.set(body.person.id, body.person);
  if (type === 'conversation.created' && body.kind === 'direct') addRoom(conversation, body);
  const room = world.rooms.get(conversation);
  if (!room || room.seen.has(event.seq)) return;
  // What is offered twice, by the snapshot and by the stream, is taken once.
  room.seen.add(event.seq);
  if (type === 'message.created') {
    room.events.push(event);
    if (conversation !== world.current) room.unread += 1;
    // Our own is on the screen already, unless it was said elsewhere.
    else if (!settle(id)) addMessage(event, world);
    if (author !== world.me && conversation === world.current) showTyping('', false);
  }
}

function comeAndGo(changes) {
  for (const [user, state] of changes) {
    const before = world.presence.get(user) ?? 'offline';
    if (state === 'offline') world.presence.delete(user);
    else world.presence.set(user, state);
    const name = world.people.get(user)?.name ?? 'Somebody';
    if (user === world.me) continue;
    if (before === 'offline') addNote(`${name} is here`);
    if (state === 'offline') addNote(`${name} has gone`);
  }
  draw(world, open);
}

function addRoom(id, { kind, name, members = [] }) {
  if (!world.rooms.has(id))
    world.rooms.set(id, { id, kind, name, members, events: [], seen: new Set(), unread: 0 });
}

/** A click on a person: the conversation of the two of us, which is made when there is none. */
async function open(target) {
  if (world.rooms.has(target)) return show(target);
  // What is typed before it is there would go to where we were.
  at('composer').inert = true;
  const { conversation } = await ask('direct.open', { id: newId(), user: target }).finally(
    () => (at('composer').inert = false),
  );
  addRoom(conversation, { kind: 'direct', name: '', members: [world.me, target] });
  show(conversation);
}

function show(id) {
  world.current = id;
  const room = world.rooms.get(id);
  room.unread = 0;
  at('messages').replaceChildren();
  for (const event of room.events) addMessage(event, world);
  draw(world, open);
  at('text').focus();
}

at('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = at('text').value;
  if (text.trim() === '') return;
  at('text').value = '';
  tell(false);
  void send({ id: newId(), conversation: world.current, text });
});

async function send(input) {
  // At once, and paler until the server has it. With the same id it can be sent again and is said once.
  const message = { id: input.id, author: world.me, at: Date.now(), body: { text: input.text } };
  addMessage(message, world, 'waiting');
  const answer = await socket
    .timeout(10_000)
    .emitWithAck('command', { name: 'message.send', input })
    .catch(() => ({ ok: false }));
  settle(input.id, answer.ok ? '' : 'failed');
}

let typing = false;
let stops;

/** Tells the others that we are typing, once, and that we are not when nothing came for three seconds. */
function tell(on) {
  clearTimeout(stops);
  if (on) stops = setTimeout(tell, 3000, false);
  if (on !== typing) socket.emit('signal', { type: 'typing', conversation: world.current, on });
  typing = on;
}
at('text').addEventListener('input', () => tell(at('text').value !== ''));
