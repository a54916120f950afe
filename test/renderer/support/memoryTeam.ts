// A team in memory that speaks the window's contract (src/shared/api.ts): a small real bridge for
// tests, with the inputs checked by the same schemas as in the main process.
import {
  type Bridge,
  type CallArgs,
  type CallName,
  type CallOutput,
  calls,
  isCallName,
  type PushName,
  type Pushes,
} from '../../../src/shared/api.ts';
import {
  type Boot,
  type ConversationRow,
  type Link,
  type MessageRow,
  type PersonRow,
  type Settings,
  type TeamState,
  type TimelineRow,
} from '../../../src/shared/rows.ts';
import { fail, type Failure, Refusal, succeed } from '../../../src/shared/errors.ts';
import { nameKey } from '../../../src/shared/entities.ts';
import { findMentions } from '../../../src/shared/mentions.ts';

type Handlers = {
  [N in CallName]?: (input: CallArgs<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

/** Ids that look like the real ones and say what they are. */
export const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;

export class MemoryTeam {
  people: PersonRow[] = [];
  conversations = new Map<string, ConversationRow>();
  rows = new Map<string, TimelineRow[]>();
  read = new Map<string, number>();
  drafts = new Map<string, string>();
  settings: Settings = { locale: 'en', theme: 'light', enterSends: true, name: '' };
  link: Link = { state: 'live', way: 'websocket', rttMs: 1.2, waiting: 0 };
  team: TeamState | null = null;
  notices: Failure[] = [];
  /** Every call in order, as the core would have got it. */
  readonly heard: { name: CallName; input: unknown }[] = [];
  /** Answers of one's own, for failures and slow cores. */
  readonly instead: Handlers = {};
  systemLocale = 'en-GB';
  pageSize = 50;
  #receivers = new Set<(name: string, payload: unknown) => void>();
  #count = 0;

  readonly bridge: Bridge = {
    call: (name, input) => this.#answer(name, input),
    listen: (receive) => {
      this.#receivers.add(receive);
      return () => this.#receivers.delete(receive);
    },
  };

  get me(): string {
    return this.team?.me ?? '';
  }

  push<N extends PushName>(name: N, payload: Pushes[N]): void {
    // As over IPC: what arrives is a copy.
    for (const receive of this.#receivers) receive(name, structuredClone(payload));
  }

  addPerson(name: string, more: Partial<PersonRow> = {}): PersonRow {
    const id = idOf(1, this.people.length + 1);
    const person: PersonRow = { id, name, about: '', role: 'member', presence: 'online', ...more };
    this.people.push(person);
    return person;
  }

  addConversation(
    kind: 'channel' | 'direct',
    name: string,
    more: Partial<ConversationRow> = {},
  ): ConversationRow {
    const id = idOf(2, this.conversations.size + 1);
    const base = { topic: '', members: this.people.map((one) => one.id), peer: null, unread: 0 };
    const row: ConversationRow = {
      ...base,
      id,
      kind,
      name,
      mentions: 0,
      hasDraft: false,
      failed: 0,
      lastAt: 0,
      ...more,
    };
    this.conversations.set(id, row);
    this.rows.set(id, []);
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
    const row: MessageRow = {
      kind: 'message',
      key: idOf(3, ++this.#count),
      seq,
      author,
      at,
      text,
      mentions: this.mentionsIn(text),
      state: 'kept',
      error: null,
      ...more,
    };
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
  }

  setLink(link: Link): void {
    this.link = link;
    this.push('link', link);
  }

  async #answer(name: string, input: unknown): Promise<unknown> {
    try {
      if (!isCallName(name)) throw new Refusal('UNKNOWN_COMMAND', name);
      const checked = calls[name].input.safeParse(input);
      this.heard.push({ name, input: checked.success ? checked.data : input });
      if (!checked.success) throw new Refusal('INVALID', checked.error.message);
      const handler = this.instead[name] ?? this.#handlers[name];
      const handle = handler as ((input: unknown) => unknown) | undefined;
      if (!handle) throw new Refusal('UNKNOWN_COMMAND', name);
      return structuredClone(succeed(await handle(checked.data)));
    } catch (thrown) {
      return fail(thrown);
    }
  }

  #page(id: string, from: number, to: number) {
    const all = this.rows.get(id) ?? [];
    return { rows: all.slice(from, to), older: from > 0, newer: to < all.length };
  }

  #around(id: string) {
    const all = this.rows.get(id) ?? [];
    const readSeq = this.read.get(id) ?? 0;
    const first = all.findIndex((row) => row.seq !== null && row.seq > readSeq);
    const unread = this.conversations.get(id)?.unread ?? 0;
    const from = Math.max(0, (unread > 0 ? first : all.length) - this.pageSize);
    const to = unread > 0 ? Math.min(all.length, first + this.pageSize) : all.length;
    return { ...this.#page(id, from, to), readSeq, unread, draft: this.drafts.get(id) ?? '' };
  }

  #enter(name: string, team: string, hosted: boolean): TeamState {
    const me = this.addPerson(name, { role: hosted ? 'owner' : 'member' });
    const addresses = ['192.168.1.20:7788', 'lab-nas.local:7788'];
    this.team = {
      id: idOf(9, 1),
      name: team,
      address: 'lab-nas.local',
      me: me.id,
      ready: true,
      hosting: hosted ? { state: 'running', port: 7788, addresses } : null,
    };
    if (this.conversations.size === 0) this.addConversation('channel', 'general');
    this.push('team', this.team);
    return this.team;
  }

  readonly #handlers: Handlers = {
    'app.boot': (): Boot => ({
      version: '0.1.0',
      platform: 'linux',
      systemLocale: this.systemLocale,
      settings: this.settings,
      team: this.team,
      link: this.link,
      notices: this.notices,
    }),
    'settings.set': (input) => {
      this.settings = { ...this.settings, ...input } as Settings;
      return this.settings;
    },
    'team.look': ({ address }) => ({ address, name: 'Riverside Lab', people: 14 }),
    'team.join': ({ name }) => this.#enter(name, 'Riverside Lab', false),
    'team.host': ({ name, team }) => this.#enter(name, team, true),
    'team.forget': () => void (this.team = null),
    'link.retry': () => undefined,
    'people.list': () => this.people,
    'profile.set': (input) => {
      this.people = this.people.map((one) => (one.id === this.me ? { ...one, ...input } : one));
      this.push('people', this.people);
    },
    'conversations.list': () => [...this.conversations.values()],
    'channels.browse': () =>
      [...this.conversations.values()]
        .filter(({ kind }) => kind === 'channel')
        .map(({ id, name, topic, members }) => {
          const joined = members.includes(this.me);
          return { id, name, topic, members: members.length, joined };
        }),
    'channel.create': ({ name, topic }) => {
      const row = this.addConversation('channel', name, { topic, members: [this.me] });
      this.change(row);
      return { conversation: row.id };
    },
    'channel.join': ({ conversation }) => {
      const row = this.conversations.get(conversation);
      if (!row) throw new Refusal('NOT_FOUND', conversation);
      this.change({ ...row, members: [...row.members, this.me] });
    },
    'direct.open': ({ user }) => {
      const peer = this.people.find(({ id }) => id === user);
      if (!peer) throw new Refusal('NOT_FOUND', user);
      const row = this.addConversation('direct', peer.name, {
        peer: user,
        members: [user, this.me],
      });
      this.change(row);
      return { conversation: row.id };
    },
    'timeline.open': ({ conversation }) => this.#around(conversation),
    'timeline.older': ({ conversation, before, limit }) => {
      const to = this.rows.get(conversation)?.findIndex((row) => row.seq === before) ?? 0;
      return this.#page(conversation, Math.max(0, to - limit), Math.max(0, to));
    },
    'timeline.newer': ({ conversation, after, limit }) => {
      const all = this.rows.get(conversation) ?? [];
      const from = all.findIndex((row) => row.seq === null || row.seq > after);
      return this.#page(conversation, Math.max(0, from), Math.min(all.length, from + limit));
    },
    'timeline.latest': ({ conversation, limit }) => {
      const count = this.rows.get(conversation)?.length ?? 0;
      return this.#page(conversation, Math.max(0, count - limit), count);
    },
    'message.send': ({ conversation, text }) => {
      const live = this.link.state === 'live';
      const row = this.log(
        conversation,
        this.me,
        text,
        Date.now(),
        live ? {} : { seq: null, state: 'waiting' },
      );
      this.push('timeline', { conversation, rows: [row], removed: [] });
      return { id: row.key };
    },
    'message.retry': () => undefined,
    'message.discard': ({ id }) => {
      for (const [conversation, rows] of this.rows) {
        const row = rows.find(({ key }) => key === id);
        if (row?.kind !== 'message') continue;
        this.rows.set(
          conversation,
          rows.filter((one) => one !== row),
        );
        this.push('timeline', { conversation, rows: [], removed: [id] });
        return { text: row.text };
      }
      throw new Refusal('NOT_FOUND', id);
    },
    'draft.set': ({ conversation, text }) => void this.drafts.set(conversation, text),
    'conversation.read': ({ conversation, seq }) => {
      this.read.set(conversation, seq);
      const row = this.conversations.get(conversation);
      if (row) this.change({ ...row, unread: 0, mentions: 0 });
    },
    'typing.set': () => undefined,
  };
}
