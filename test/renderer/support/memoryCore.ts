// A computer with teams, in memory, that speaks the window's contract (src/shared/api.ts): a small
// real bridge for tests, with the inputs checked by the same schemas as in the main process.
import type { ConversationLink } from '../../../src/shared/messageLink.ts';
import {
  type Bridge,
  calls,
  isCallName,
  isTeamCall,
  type PushName,
  type Pushes,
} from '../../../src/shared/api.ts';
import type {
  Asking,
  Autostart,
  Boot,
  CheckRow,
  Contact,
  Keyring,
  NearbyTeam,
  OpenedLink,
  Settings,
  TeamPreview,
} from '../../../src/shared/rows.ts';
import { fail, type Failure, Refusal, succeed } from '../../../src/shared/errors.ts';
import type { LockState } from '../../../src/shared/lock.ts';
import type { UpdateState } from '../../../src/shared/updates.ts';
import { type Handlers, type Heard, idOf, MemoryTeam, type Wire } from './memoryTeam.ts';

export const pinOf = (letter: string): string => letter.repeat(43);

export class MemoryCore implements Wire {
  readonly heard: Heard[] = [];
  readonly instead: Handlers = {};
  settings: Settings = {
    locale: 'en',
    theme: 'light',
    enterSends: true,
    textSize: 100,
    contrast: 'system',
    motion: 'system',
    onClose: 'tray',
    closeNoted: false,
    notify: true,
    notifyShows: 'text',
    notifySound: true,
    keywords: [],
    quietHours: null,
    spelling: true,
    spellingLanguages: null,
    name: '',
    team: null,
  };
  teams: MemoryTeam[] = [];
  asking: Asking[] = [];
  nearby: NearbyTeam[] = [];
  keyring: Keyring = 'system';
  suggestedName = '';
  opened: OpenedLink | null = null;
  notices: Failure[] = [];
  lock: LockState = { on: false, locked: false, after: null, withScreen: true, retryAt: null };
  place: string | null = null;
  windows: ConversationLink[] = [];
  update: UpdateState = {
    version: '0.1.0',
    off: null,
    checking: false,
    checkedAt: null,
    answers: [],
    offer: null,
    step: { at: 'offered' },
    failure: null,
  };
  checks: CheckRow[] = [];
  contacts: Contact[] = [];
  systemLocale = 'en-GB';
  watching = false;
  autostart: Autostart | null = 'off';
  saved: string[] = [];
  #receivers = new Set<(name: string, payload: unknown, team: string | null) => void>();
  #made = 0;

  readonly bridge: Bridge = {
    // Copied as the real bridge copies: what cannot be, as Vue's proxies, must fail here too.
    call: async (name, input, team) => this.#answer(name, structuredClone(input), team),
    listen: (receive) => {
      this.#receivers.add(receive);
      return () => this.#receivers.delete(receive);
    },
  };

  push<N extends PushName>(name: N, payload: Pushes[N], team: string | null = null): void {
    // As over IPC: what arrives is a copy.
    for (const receive of this.#receivers) receive(name, structuredClone(payload), team);
  }

  changed(): void {
    const teams = this.teams.map((team) => team.state);
    this.push('teams', teams);
  }

  /** A team of this computer, not told to the window yet. */
  addTeam(name = 'Riverside Lab', more: Partial<MemoryTeam> = {}): MemoryTeam {
    const team = new MemoryTeam(this, more.id ?? idOf(9, ++this.#made));
    this.teams.push(Object.assign(team, { name }, more));
    return team;
  }

  /** What the network shows now. */
  show(teams: NearbyTeam[]): void {
    this.nearby = teams;
    if (this.watching) this.push('nearby', teams);
  }

  /** Somebody lets the one who asks in. */
  admit({ id, team, name, address }: Asking): MemoryTeam {
    this.asking = this.asking.filter((one) => one.id !== id);
    const joined = this.#come(this.settings.name || 'Noor', name, { id: team, address });
    this.push('asking', this.asking);
    return joined;
  }

  #come(person: string, name: string, more: Partial<MemoryTeam>): MemoryTeam {
    const team = this.addTeam(name, more);
    team.me = team.addPerson(person, { role: team.hosting ? 'owner' : 'member' }).id;
    team.addConversation('channel', 'general');
    this.changed();
    return team;
  }

  preview(more: Partial<TeamPreview> = {}): TeamPreview {
    const security = { kind: 'pin', words: 'tulip-anchor-maple-seven' } as const;
    const name = 'Riverside Lab';
    const here = { place: '192.168.1.20:7788', address: '192.168.1.20:7788', people: 14 };
    const team = { team: idOf(9, 77), name, door: 'ask', security, pin: pinOf('A') } as const;
    return { ...here, ...team, invite: null, joined: false, ...more };
  }

  async #answer(name: string, input: unknown, asked: string | null): Promise<unknown> {
    try {
      if (!isCallName(name)) throw new Refusal('UNKNOWN_COMMAND', name);
      // What is about the app itself has no team, whichever is shown.
      const team = isTeamCall(name) ? asked : null;
      const checked = calls[name].input.safeParse(input);
      this.heard.push({ name, input: checked.success ? checked.data : input, team });
      if (!checked.success) throw new Refusal('INVALID', checked.error.message);
      const whose = this.teams.find(({ id }) => id === team);
      if (isTeamCall(name) && team === null) throw new Refusal('INVALID', `${name} of no team`);
      if (team !== null && !whose) throw new Refusal('NOT_FOUND', `team ${team}`);
      const own = name === 'team.forget' ? () => this.#forget(team) : undefined;
      const handler = this.instead[name] ?? own ?? (whose?.handlers ?? this.#handlers)[name];
      const handle = handler as ((input: unknown) => unknown) | undefined;
      if (!handle) throw new Refusal('UNKNOWN_COMMAND', name);
      return structuredClone(succeed(await handle(checked.data)));
    } catch (thrown) {
      return fail(thrown);
    }
  }

  #forget(team: string | null): void {
    this.teams = this.teams.filter(({ id }) => id !== team);
    this.changed();
  }

  readonly #handlers: Handlers = {
    'app.boot': (): Boot => ({
      version: '0.1.0',
      platform: 'linux',
      systemLocale: this.systemLocale,
      settings: this.settings,
      teams: this.teams.map((team) => team.state),
      asking: this.asking,
      keyring: this.keyring,
      suggestedName: this.suggestedName,
      notices: this.notices,
      opened: this.opened,
      lock: this.lock,
      place: this.place,
      saving: false,
      windows: this.windows,
    }),
    'settings.set': (input) => {
      this.settings = { ...this.settings, ...input } as Settings;
      return this.settings;
    },
    'attention.set': () => undefined,
    'notification.test': () => undefined,
    'autostart.get': () => this.autostart,
    'autostart.set': ({ mode }) => void (this.autostart = mode),
    'window.close': () => undefined,
    'window.open': (place) => {
      this.windows = [...this.windows, place];
      this.push('windows', this.windows);
    },
    'link.open': () => undefined,
    'update.state': () => this.update,
    'update.check': () => this.update,
    'nearby.watch': ({ on }) => {
      this.watching = on;
      if (on) this.push('nearby', this.nearby);
    },
    'team.look': ({ place }) => this.preview({ place, address: place }),
    'team.join': ({ place, name, code, pin }) => {
      const asked = code === undefined && !place.startsWith('lanline:');
      const words = pin === null ? null : 'tulip-anchor-maple-seven';
      if (!asked) {
        const team = this.#come(name ?? 'Mara Lind', 'Riverside Lab', { address: place });
        return { state: 'joined', team: team.state };
      }
      const since = Date.now();
      const base = { team: idOf(9, 77), name: 'Riverside Lab', address: place, words };
      const asking = { id: idOf(7, this.asking.length + 1), ...base, since, trouble: null };
      this.asking = [...this.asking, asking];
      this.push('asking', this.asking);
      return { state: 'asking', asking };
    },
    'asking.cancel': ({ asking }) => {
      this.asking = this.asking.filter(({ id }) => id !== asking);
      this.push('asking', this.asking);
    },
    'team.host': ({ name, team }) => {
      const addresses = ['192.168.1.20:7788', 'lab-nas.local:7788'];
      return this.#come(name, team, { hosting: { state: 'running', port: 7788, addresses } }).state;
    },
    'network.check': () => {
      for (const row of this.checks) this.push('check', row);
      return this.checks;
    },
    'network.contacts': () => this.contacts,
    'report.save': ({ text }) => {
      this.saved.push(text);
      return { path: '/home/noor/lanline-network.txt' };
    },
  };
}
