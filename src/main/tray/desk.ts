// What tray and badge show of the teams, kept up to date by what the core tells the window. Nothing
// is asked while nothing changes, and nobody hears of a change that shows nowhere.
import type { Client, Receive } from '../../core/client.ts';
import type { Outcome } from '../../shared/errors.ts';
import type { ConversationRow, PersonRow, TeamState } from '../../shared/rows.ts';

export type TeamShown = {
  id: string;
  name: string;
  connected: boolean;
  unread: number;
  /** What calls this person, and all that is written among few. */
  mentions: number;
  threads: number;
  /** Do not disturb. */
  quiet: boolean;
};
export type UnreadShown = { team: string; conversation: string; name: string; unread: number };
export type Desk = { teams: TeamShown[]; /** The newest of all teams. */ unread: UnreadShown[] };

export const nothingYet: Desk = { teams: [], unread: [] };
export const withoutNames = ({ teams }: Desk): Desk => ({
  teams: teams.map((team) => ({ ...team, name: 'Lanline' })),
  unread: [],
});
const mostUnread = 5;
/** What the core tells at once is shown once. Milliseconds. */
const gatherMs = 30;

type Known = { quiet: boolean; rows: Map<string, ConversationRow> };
type Asks = Pick<Client, 'call' | 'listen'>;

export function createDesk(changed: (desk: Desk) => void) {
  let teams: TeamState[] = [];
  const known = new Map<string, Known>();
  let last = JSON.stringify(nothingYet);
  let timer: NodeJS.Timeout | undefined;
  let client: Asks | undefined;

  const soon = (): void => void (timer ??= setTimeout(tell, gatherMs));

  function tell(): void {
    timer = undefined;
    const desk = { teams: teams.map(shown), unread: newest() };
    const now = JSON.stringify(desk);
    if (now === last) return;
    last = now;
    changed(desk);
  }

  const shown = ({ id, name, link, unread, mentions, threads }: TeamState): TeamShown => ({
    id,
    name,
    connected: link.state === 'live' || link.state === 'syncing',
    unread,
    mentions,
    threads,
    quiet: known.get(id)?.quiet ?? false,
  });

  function newest(): UnreadShown[] {
    const all = teams.flatMap(({ id }) =>
      heard(known.get(id)).map((row) => ({ ...row, team: id, conversation: row.id })),
    );
    return all
      .sort((a, b) => b.lastAt - a.lastAt)
      .slice(0, mostUnread)
      .map(({ team, conversation, name, unread }) => ({ team, conversation, name, unread }));
  }

  async function take(list: TeamState[]): Promise<void> {
    teams = list;
    for (const id of known.keys()) if (!list.some((team) => team.id === id)) known.delete(id);
    const unsure = list.filter(({ id, unread }) => sum(known.get(id)) !== unread);
    soon();
    for (const team of unsure) await load(team);
  }

  /** A team that is new here; or something was told of no conversation by itself, as after a repair. */
  async function load({ id, me }: TeamState): Promise<void> {
    const [rows, people] = await Promise.all([
      client?.call('conversations.list', undefined, id) as Promise<Outcome<ConversationRow[]>>,
      client?.call('people.list', undefined, id) as Promise<Outcome<PersonRow[]>>,
    ]);
    if (!rows?.ok || !people?.ok) return;
    known.set(id, {
      quiet: isQuiet(people.value, me),
      rows: new Map(rows.value.filter(({ unread }) => unread > 0).map((row) => [row.id, row])),
    });
    soon();
  }

  const hear: Receive = (name, payload, id) => {
    if (name === 'teams') return void take(payload as TeamState[]);
    const team = id === null ? undefined : known.get(id);
    if (!team) return;
    if (name === 'conversations') {
      const news = payload as { changed: ConversationRow[]; removed: string[] };
      for (const row of news.changed)
        if (row.unread > 0) team.rows.set(row.id, row);
        else team.rows.delete(row.id);
      for (const gone of news.removed) team.rows.delete(gone);
      soon();
    }
    if (name === 'people') {
      const me = teams.find((one) => one.id === id)?.me;
      team.quiet = isQuiet(payload as PersonRow[], me);
      soon();
    }
  };

  return {
    /** `list`: the teams as they are at the start. */
    async follow(core: Asks, list: TeamState[]): Promise<void> {
      if (client !== core) core.listen(hear);
      client = core;
      for (const team of list) await load(team);
      await take(list);
    },
    close: (): void => clearTimeout(timer),
  };
}

const isQuiet = (people: PersonRow[], me: string | undefined): boolean =>
  (people.find(({ id }) => id === me)?.dndUntil ?? null) !== null;

function heard(team: Known | undefined): ConversationRow[] {
  const now = Date.now();
  const rows = [...(team?.rows.values() ?? [])];
  return rows.filter(({ mutedUntil }) => mutedUntil === null || mutedUntil <= now);
}

const sum = (team: Known | undefined): number =>
  heard(team).reduce((total, { unread }) => total + unread, 0);
