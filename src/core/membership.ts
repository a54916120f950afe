// Belonging to a team: looking, joining, hosting, leaving, and picking up again at the next start.
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { HostingState, Link, TeamPreview, TeamState } from '../shared/rows.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import type { Account } from './account.ts';
import type { Push } from './changes.ts';
import {
  join as joinTeam,
  look,
  newTicket,
  parseAddress,
  type Place,
  type Ticket,
} from './door.ts';
import { fileStamp } from './fileStamp.ts';
import type { Hosting } from './hosting.ts';
import type { JsonFile } from './jsonFile.ts';
import { openTeam, type Team, type TeamParts } from './team.ts';

export type MembershipParts = {
  folder: string;
  accountFile: JsonFile<Account>;
  ticketFile: JsonFile<Ticket>;
  hosting: ((changed: (state: HostingState) => void) => Hosting) | undefined;
  team: Pick<TeamParts, 'databaseWorker' | 'connect' | 'log'>;
  push: Push;
  changed(state: TeamState | null): void;
  notice(failure: Failure): void;
};

export type Membership = ReturnType<typeof openMembership>;

export function openMembership(parts: MembershipParts) {
  const { folder, accountFile, ticketFile, push, notice } = parts;
  const hosting = parts.hosting?.(hostingChanged);
  let account: Account | undefined;
  let team: Team | undefined;
  let ready = false;
  /** One at a time: two quick clicks on Join must not make two people. */
  let busy = false;
  let closed = false;

  const state = (): TeamState | null =>
    account && team
      ? {
          id: account.team,
          name: account.name,
          address: account.address,
          me: account.me,
          hosting: account.hosted ? (hosting?.state ?? null) : null,
          ready,
        }
      : null;

  const tell = (): void => parts.changed(state());

  function hostingChanged(next: HostingState): void {
    tell();
    // The server is there again: no need to wait for the next try.
    if (next.state === 'running') team?.wake();
  }

  async function open(next: Account): Promise<void> {
    ready = false;
    const opened = await openTeam({
      ...parts.team,
      account: next,
      folder: join(folder, 'team'),
      push,
      ready() {
        if (ready) return;
        ready = true;
        tell();
      },
    });
    if (closed) return opened.close();
    account = next;
    team = opened;
    for (const failure of opened.notices) notice(failure);
    tell();
    opened.start();
  }

  async function enter(place: Place, name: string, hosted: Account['hosted']): Promise<TeamState> {
    const ticket = await ticketFor(place.address, name);
    const { me, team: joined } = await joinTeam(place, ticket);
    const next = {
      team: joined.id,
      name: joined.name,
      address: place.address,
      me: me.id,
      token: ticket.token,
      hosted,
    };
    await accountFile.write(next);
    await open(next);
    return present();
  }

  /** The same ticket for the same attempt: an answer lost on the way must not make a second person. */
  async function ticketFor(address: string, name: string): Promise<Ticket> {
    const found = ticketFile.read();
    if (found?.address === address && found.name === name) return found;
    const ticket = newTicket(address, name);
    await ticketFile.write(ticket);
    return ticket;
  }

  function present(): TeamState {
    const now = state();
    if (!now) throw new Refusal('INTERNAL', 'no team after joining');
    return now;
  }

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (busy) throw new Refusal('RATE_LIMITED', 'still at it');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  }

  /** Into a team: only from outside of one. */
  function entering<T>(work: () => Promise<T>): Promise<T> {
    return alone(() => {
      if (team) throw new Refusal('FORBIDDEN', 'leave the present team first');
      return work();
    });
  }

  /** Closes what is open, each part whatever becomes of the others. */
  async function closeTeam(): Promise<void> {
    const leaving = team;
    [team, account] = [undefined, undefined];
    const ends = await Promise.allSettled([leaving?.close(), hosting?.stop()]);
    for (const end of ends)
      if (end.status === 'rejected')
        parts.team.log('error', 'while closing', fail(end.reason).error);
  }

  return {
    state,
    /** The team at work; throws UNAUTHENTICATED where there is none. */
    current(): Team {
      if (!team) throw new Refusal('UNAUTHENTICATED', 'no team yet');
      return team;
    },
    link: (): Link => team?.link() ?? { state: 'offline', reason: null, retryAt: null, waiting: 0 },

    /** Picks up where the last start ended. */
    async resume(): Promise<void> {
      const found = accountFile.read();
      if (!found) return;
      await open(found);
      if (!found.hosted || !hosting) return;
      hosting.remember(found.name, found.hosted.port);
      // A failure is shown as the hosting's state; reading the history must work all the same.
      void hosting.resume(found.name, found.hosted.port).catch(() => undefined);
    },
    async look(address: string): Promise<TeamPreview> {
      const place = parseAddress(address);
      const { team: found, people } = await look(place);
      return { address: place.address, name: found.name, people };
    },
    join: (address: string, name: string): Promise<TeamState> =>
      entering(async () => {
        const place = parseAddress(address);
        await look(place);
        return enter(place, name, null);
      }),
    host: (teamName: string, name: string, port: number | undefined): Promise<TeamState> =>
      entering(async () => {
        if (!hosting) throw new Refusal('FORBIDDEN', 'this program cannot host');
        const taken = await hosting.begin(teamName, port);
        try {
          return await enter(parseAddress(`127.0.0.1:${taken}`), name, { port: taken });
        } catch (error) {
          await hosting.stop();
          throw error;
        }
      }),
    /** Leaves the team on this computer. Its files are set aside under another name, not deleted. */
    forget: (discard: boolean): Promise<void> =>
      alone(async () => {
        if (!team || !account) return;
        const unsent = (await team.db('outboxCounts')).some((count) => count.state !== 'sent');
        if (unsent && !discard) throw new Refusal('FORBIDDEN', 'something still waits to be sent');
        const from = join(folder, 'team');
        const to = join(folder, `left-${account.team.slice(0, 8)}-${fileStamp()}`);
        await closeTeam();
        try {
          if (existsSync(from)) renameSync(from, to);
        } finally {
          tell();
        }
      }),
    async retry(): Promise<void> {
      await hosting?.retry();
      team?.wake();
    },
    wake: (): void => team?.wake(),
    async close(): Promise<void> {
      closed = true;
      await closeTeam();
      hosting?.close();
    },
  };
}
