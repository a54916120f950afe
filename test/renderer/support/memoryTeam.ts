// One team in memory, as the core would tell of it: people, conversations, messages. Its calls are
// answered here; memoryCore.ts is the computer around it.
import type {
  CallArgs,
  CallName,
  CallOutput,
  PushName,
  Pushes,
  TeamPushes,
} from '../../../src/shared/api.ts';
import type {
  ConversationRow,
  HostingState,
  Link,
  PersonRow,
  Security,
  TeamState,
} from '../../../src/shared/rows.ts';
import type { MessageRow, TimelineRow } from '../../../src/shared/timelineRows.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import { type DoorPolicy, nameKey } from '../../../src/shared/entities.ts';
import { findMentions } from '../../../src/shared/mentions.ts';
import { memoryBots } from './memoryBots.ts';
import { memoryConversations } from './memoryConversations.ts';
import { memoryMessages } from './memoryMessages.ts';
import { memoryPeople } from './memoryPeople.ts';
import { memorySearch } from './memorySearch.ts';
import { memoryTimeline } from './memoryTimeline.ts';
import { memoryWays } from './memoryWays.ts';
import { memoryWriting } from './memoryWriting.ts';

export type Handlers = {
  [N in CallName]?: (input: CallArgs<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};
/** Every call in order, as the core would have got it. */
export type Heard = { name: CallName; input: unknown; team: string | null };

/** What joins a team to the window. */
export type Wire = {
  readonly heard: Heard[];
  /** Answers of one's own, for failures and slow cores. */
  readonly instead: Handlers;
  push<N extends PushName>(name: N, payload: Pushes[N], team?: string | null): void;
  /** Something that the list of teams shows has changed. */
  changed(): void;
};

/** Ids that look like the real ones and say what they are. */
export const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A message with nothing to it but what is said. */
export const plainMessage = {
  kind: 'message',
  state: 'kept',
  error: null,
  reply: null,
  thread: null,
  broadcast: false,
  action: false,
  forwarded: null,
  editedAt: null,
  deletedBy: null,
  reactions: [],
  pinned: false,
  saved: false,
  acknowledge: null,
  replies: null,
  pending: false,
  undone: [],
} satisfies Partial<MessageRow>;

/** A conversation about which nothing was decided. */
const plainConversation = {
  topic: '',
  private: false,
  posting: 'everyone',
  archived: false,
  creator: null,
  mayPost: true,
  mayManage: true,
  peer: null,
  favourite: false,
  mutedUntil: null,
  notify: null,
  unreadFrom: null,
} satisfies Partial<ConversationRow>;

export class MemoryTeam {
  readonly id: string;
  name = 'Riverside Lab';
  door: DoorPolicy = 'ask';
  address = 'lab-nas.local';
  security: Security = { kind: 'pin', words: 'tulip-anchor-maple-seven' };
  hosting: HostingState | null = null;
  ready = true;
  me = '';
  people: PersonRow[] = [];
  conversations = new Map<string, ConversationRow>();
  rows = new Map<string, TimelineRow[]>();
  read = new Map<string, number>();
  drafts = new Map<string, string>();
  link: Link = { state: 'live', way: 'websocket', rttMs: 1.2, waiting: 0 };
  pageSize = 50;
  /** Invites, requests, devices, pictures. */
  readonly doings = memoryPeople(this);
  /** What happens to messages, by anybody. */
  /** Drafts, and messages for later. */
  readonly writing = memoryWriting(this);
  readonly talk = memoryMessages(this);
  /** Conversations, oneself, the lists of the side panel. */
  readonly places = memoryConversations(this);
  readonly finding = memorySearch(this);
  readonly ways = memoryWays(this);
  readonly bots = memoryBots(this);
  readonly #wire: Wire;
  #count = 0;

  constructor(wire: Wire, id: string) {
    this.#wire = wire;
    this.id = id;
  }

  get heard(): Heard[] {
    return this.#wire.heard;
  }
  get instead(): Handlers {
    return this.#wire.instead;
  }

  get state(): TeamState {
    const { id, name, door, address, security, me, hosting, ready, link } = this;
    const rows = [...this.conversations.values()];
    const unread = rows.reduce((sum, row) => sum + row.unread, 0);
    const mentions = rows.reduce((sum, row) => sum + row.mentions, 0);
    const facts = { id, name, door, address, security, me, hosting, ready, link };
    const threads = this.places.threads.filter((one) => one.unread > 0).length;
    return { ...facts, unread, mentions, threads };
  }

  push<N extends keyof TeamPushes>(name: N, payload: Pushes[N]): void {
    this.#wire.push(name, payload, this.id);
  }

  addPerson(name: string, more: Partial<PersonRow> = {}): PersonRow {
    const id = idOf(1, this.people.length + 1);
    const base = {
      about: '',
      role: 'member',
      avatar: null,
      active: true,
      status: null,
      dndUntil: null,
      receipts: true,
    } as const;
    const person: PersonRow = {
      id,
      name,
      presence: 'online',
      joinedAt: Date.UTC(2026, 0, 5, 9),
      ...base,
      ...more,
    };
    this.people.push(person);
    return person;
  }

  addConversation(
    kind: ConversationRow['kind'],
    name: string,
    more: Partial<ConversationRow> = {},
  ): ConversationRow {
    const id = idOf(2, this.conversations.size + 1);
    const members = this.people.map((one) => one.id);
    const counts = { unread: 0, mentions: 0, failed: 0, lastAt: 0, hasDraft: false };
    const row = { ...plainConversation, id, kind, name, members, ...counts, ...more };
    this.conversations.set(row.id, row);
    this.rows.set(row.id, []);
    return row;
  }

  /** A row as the log holds it, without telling the window. */
  log(
    conversation: string,
    author: string,
    text: string,
    at: number,
    more: Partial<MessageRow> = {},
  ): MessageRow {
    const list = this.rows.get(conversation) ?? [];
    const seq = list.filter((row) => row.seq !== null).length + 1;
    const key = idOf(3, ++this.#count);
    const said = { key, conversation, seq, author, at, text };
    const mentions = this.mentionsIn(text);
    const row: MessageRow = { ...plainMessage, ...said, mentions, ...more };
    list.push(row);
    this.rows.set(conversation, list);
    return row;
  }

  mentionsIn(text: string): MessageRow['mentions'] {
    const ids = new Map(this.people.map(({ id, name }) => [nameKey(name), id]));
    return findMentions(text, (key) => ids.get(key), 40).map(({ mention }) => mention);
  }

  /** A message from somebody arrives while the window is open. */
  arrive(conversation: string, author: string, text: string, at = Date.now()): MessageRow {
    const row = this.log(conversation, author, text, at);
    const known = this.conversations.get(conversation);
    if (known && author !== this.me)
      this.change({ ...known, unread: known.unread + 1, lastAt: at });
    this.push('timeline', { conversation, rows: [row], removed: [] });
    return row;
  }

  change(row: ConversationRow): void {
    this.conversations.set(row.id, row);
    this.push('conversations', { changed: [row], removed: [] });
    this.#wire.changed();
  }

  setLink(link: Link): void {
    this.link = link;
    this.push('link', link);
    this.#wire.changed();
  }

  readonly handlers: Handlers = {
    ...this.doings.handlers,
    ...this.talk.handlers,
    ...this.places.handlers,
    ...this.finding.handlers,
    ...memoryTimeline(this),
    ...this.writing.handlers,
    ...this.ways.handlers,
    ...this.bots.handlers,
    'link.retry': () => undefined,
    'team.trust': () => this.setLink({ state: 'live', way: 'websocket', rttMs: 1, waiting: 0 }),
    'team.set': ({ name, door }) => {
      Object.assign(this, { name, door });
      this.#wire.changed();
    },
    'people.list': () => this.people,
    'profile.set': (input) => {
      this.people = this.people.map((one) => (one.id === this.me ? { ...one, ...input } : one));
      this.push('people', this.people);
    },
    'conversations.list': () => [...this.conversations.values()],
    'message.retry': () => undefined,
    'message.discard': ({ id }) => {
      for (const [conversation, rows] of this.rows) {
        const row = rows.find(({ key }) => key === id);
        if (row?.kind !== 'message') continue;
        const left = rows.filter((one) => one !== row);
        this.rows.set(conversation, left);
        this.push('timeline', { conversation, rows: [], removed: [id] });
        return { text: row.text };
      }
      throw new Refusal('NOT_FOUND', id);
    },
    'conversation.read': ({ conversation, seq }) => {
      this.read.set(conversation, seq);
      const row = this.conversations.get(conversation);
      if (row) this.change({ ...row, unread: 0, mentions: 0 });
    },
    'typing.set': () => undefined,
  };
}
