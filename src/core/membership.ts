// Belonging to one team on this computer: its account, its open files and connection, and its
// server where that runs here. Stays, and is shown with its trouble, when the files cannot be opened.
import { join } from 'node:path';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import { parseInviteLink } from '../shared/inviteLink.ts';
import type { Link, TeamState } from '../shared/rows.ts';
import type { Way } from '../shared/ways.ts';
import { type Account, metAt } from './account.ts';
import type { TeamPush } from './changes.ts';
import { command, type Contacted, knock } from './door.ts';
import { firstOf } from './firstOf.ts';
import { createFollowing } from './following.ts';
import { createHosting, type Hosting, type HostPort } from './hosting.ts';
import type { JsonFile } from './jsonFile.ts';
import type { Log } from './log.ts';
import type { Lookout } from './lookout.ts';
import type { Alerts } from './notify/alerts.ts';
import { parsePlace, sameTrust } from './place.ts';
import { isBetterSealed, seal, type Secrets, unseal } from './secrets.ts';
import { openTeam, type Team } from './team.ts';
import { createTeamWords } from './teamWords.ts';
import type { Totals } from './totals.ts';
import type { Connect } from './transport/transport.ts';
import type { WalkTiming } from './transport/walk.ts';
import { createWays } from './ways.ts';

/** What all teams of this computer share. */
export type Common = {
  databaseWorker: URL;
  searchWorker: URL;
  /** Instead of the best way that works. */
  connect: Connect | undefined;
  walking: Partial<WalkTiming> | undefined;
  secrets: Secrets;
  hosting: HostPort | undefined;
  lookout: Lookout;
  contacted: Contacted;
  /** Where nothing can show notifications, there are none. */
  alerts: Alerts | undefined;
  /** A team is connected again, or offers another version of the app. */
  offering(team: string): void;
  /** This computer runs on battery. */
  saving(): boolean;
  notice(failure: Failure): void;
  log: Log;
};

export type MembershipParts = Common & {
  folder: string;
  file: JsonFile<Account>;
  account: Account;
  push: TeamPush;
  /** Something of `state()` is another now. */
  changed(): void;
};

export type Membership = Awaited<ReturnType<typeof openMembership>>;

export async function openMembership(parts: MembershipParts) {
  const { folder, file, lookout, contacted, changed, log } = parts;
  let account = parts.account;
  let team: Team | undefined;
  let trouble: Failure | undefined;
  let ready = false;
  let totals: Totals = { unread: 0, mentions: 0, threads: 0 };
  let away = false;
  let closed = false;
  let live = false;
  let written: Promise<unknown> = Promise.resolve();

  const ways = createWays({
    ...parts,
    account: () => account,
    keep,
    changed: (state) => parts.push('ways', state),
  });
  const following = createFollowing({
    account: () => account,
    answersAt: ways.answersAt,
    lookout,
    found: (address) => void move(address).catch(complain),
    log,
  });
  const hosting = account.hosted && parts.hosting ? host(parts.hosting) : undefined;
  await open();
  const words = createTeamWords({ trust: () => account.trust, changed, failed: complain });
  void reseal().catch(complain);

  async function open(): Promise<void> {
    try {
      team = await openTeam({
        ...parts,
        id: account.team,
        me: account.me,
        connect: ways.connect,
        told: {
          ready: becomeReady,
          link: linkChanged,
          unread,
          facts,
          offering: () => parts.offering(account.team),
          notice: parts.notice,
        },
      });
      trouble = undefined;
      if (closed) return await team.close();
      team.idle(away);
      team.start();
    } catch (error) {
      trouble = fail(error).error;
      log('error', 'a team cannot be opened', { team: account.team, ...trouble });
    }
    changed();
  }

  /** One write after the other: each keeps the version before it. */
  async function keep(difference: Partial<Account>): Promise<void> {
    account = { ...account, ...difference };
    const now = account;
    written = written.catch(() => undefined).then(() => file.write(now));
    if (difference.trust) words.tell();
    changed();
    await written;
  }

  async function move(address: string): Promise<void> {
    if (address !== account.address) await keep(metAt(account, address));
    team?.moved();
  }

  function becomeReady(): void {
    ready = true;
    changed();
  }

  function linkChanged(link: Link): void {
    if (link.state === 'live' && !live) parts.offering(account.team);
    live = link.state === 'live';
    ways.linkChanged(link);
    // Another server at its place is a full stop there; the right one may be elsewhere by now.
    const lost = link.state === 'refused' && link.error.code === 'KEY_CHANGED';
    if ((link.state === 'offline' || lost) && !account.hosted) following.start();
    else if (link.state === 'live' || link.state === 'refused') following.stop();
    changed();
  }

  function unread(now: Totals): void {
    const { unread: before, mentions, threads } = totals;
    if (now.unread === before && now.mentions === mentions && now.threads === threads) return;
    totals = now;
    changed();
  }

  function facts({ name, door }: Pick<Account, 'name' | 'door'>): void {
    if (name !== account.name || door !== account.door) void keep({ name, door }).catch(complain);
  }

  /** A keyring has appeared since this was kept; twice, so that the copy beside it is sealed too. */
  async function reseal(): Promise<void> {
    if (!isBetterSealed(parts.secrets, account.token)) return;
    await keep({ token: seal(parts.secrets, unseal(parts.secrets, account.token)) });
    await keep({});
  }

  function host(port: HostPort): Hosting {
    return createHosting(port, join(folder, 'server'), {
      changed,
      running(server) {
        const address = `127.0.0.1:${server.port}`;
        // What this computer runs itself it need not be told the key of.
        const trust = { kind: 'pin' as const, pin: server.pin };
        void keep({ address, addresses: [], trust, hosted: { port: server.port } }).catch(complain);
        team?.moved();
      },
    });
  }

  function complain(error: unknown): void {
    log('error', 'membership', { team: account.team, ...fail(error).error });
  }

  const link = (): Link => {
    if (trouble) return { state: 'refused', error: trouble, waiting: 0 };
    return team?.link() ?? { state: 'offline', reason: null, retryAt: null, waiting: 0 };
  };

  return {
    id: account.team,
    folder,
    get account(): Account {
      return account;
    },
    get hosting() {
      return hosting?.state ?? null;
    },
    /** The open team; throws why it is not open. */
    get team(): Team {
      if (trouble) throw new Refusal(trouble.code, trouble.message);
      if (!team) throw new Refusal('CLOSING', 'closing');
      return team;
    },
    state: (): TeamState => ({
      id: account.team,
      name: account.name,
      door: account.door,
      address: account.address,
      security: { kind: account.trust.kind, words: words.text },
      me: account.me,
      hosting: hosting?.state ?? null,
      ready,
      link: link(),
      ...totals,
    }),
    /** Starts the server if this computer hosts it; a failure is told as the state of hosting. */
    async start(): Promise<void> {
      if (account.hosted) await hosting?.resume(account.name, account.hosted.port).catch(complain);
    },
    /** What is not readable now may hold something, but is only set aside. */
    async hasUnsent(): Promise<boolean> {
      const counts = (await team?.db('outboxCounts')) ?? [];
      return counts.some(({ state }) => state !== 'sent');
    },
    /**
     * Takes this computer off the server's list, if that can be asked now, and the token off this computer: what is set
     * aside opens nothing. A team hosted here keeps both.
     */
    async signOut(): Promise<void> {
      if (account.hosted) return;
      const { device } = account;
      if (device !== null && team?.link().state === 'live')
        await team.ask('device.revoke', { device }).catch(complain);
      const nothing = { kind: 'file' as const, sealed: '' };
      // Twice, because the file keeps the version before beside itself.
      await keep({ token: nothing });
      await keep({ token: nothing });
    },
    /** Nobody sits at this computer, or somebody does again. */
    idle(nobody: boolean): void {
      away = nobody;
      team?.idle(away);
    },
    /** `anew`: after sleep, or on another network; what was begun before is given up. */
    wake(anew: boolean): void {
      following.hurry();
      ways.wake();
      team?.wake(anew);
    },
    async retry(): Promise<void> {
      // A failure is shown as the state of hosting.
      await hosting?.retry().catch(complain);
      following.hurry();
      ways.wake();
      if (trouble) await open();
      else team?.retry();
    },
    ways: ways.state,
    tryWay: ways.try,
    /** Uses this way only; null: the best that works. */
    async force(way: Way | null): Promise<void> {
      if (await ways.force(way)) team?.renew();
    },
    /** Believes the key in a new invite of this team. Throws LINK_INVALID, INVITE_INVALID, KEY_CHANGED, UNREACHABLE. */
    async trust(text: string): Promise<void> {
      const { code } = parseInviteLink(text);
      const place = parsePlace(text);
      const entries = place.kind === 'link' ? place.entries : [];
      // A key is only ever exchanged for a key.
      if (entries.some(({ trust }) => trust.kind === 'none' || trust.kind !== account.trust.kind))
        throw new Refusal('LINK_INVALID', 'this invite has no such key');
      const { entry, info } = await firstOf(entries, (each) => knock(each, contacted));
      if (info.team.id !== account.team)
        throw new Refusal('LINK_INVALID', 'an invite of another team');
      await command(entry, 'invite.look', { code }, contacted);
      if (!sameTrust(entry.trust, account.trust)) log('warn', 'a new key is believed');
      await keep({ ...metAt(account, entry.address), trust: entry.trust });
      team?.moved();
    },
    async close(): Promise<void> {
      closed = true;
      words.close();
      following.stop();
      ways.close();
      const ends = await Promise.allSettled([team?.close(), hosting?.close(), written]);
      team = undefined;
      for (const end of ends) if (end.status === 'rejected') complain(end.reason);
    },
  };
}
