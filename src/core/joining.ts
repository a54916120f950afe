// Getting into teams: looking at what is behind an address or an invite, joining it, waiting at its
// door. What was looked at is what is joined: the key that was shown then must be shown again.
import { isPlainHttp } from '../node/jsonRequest.ts';
import { wordsOf } from '../node/words.ts';
import type { CallArgs } from '../shared/api.ts';
import { fail, type Failure, isPermanent, Refusal } from '../shared/errors.ts';
import { formatInviteLink, type InviteLink } from '../shared/inviteLink.ts';
import type { Asking, JoinAnswer, TeamPreview } from '../shared/rows.ts';
import type { Trust } from '../shared/trust.ts';
import type { Account } from './account.ts';
import { createAsking } from './asking.ts';
import { command, type Contacted, type Door, knock, lookAt } from './door.ts';
import { firstOf } from './firstOf.ts';
import type { Log } from './log.ts';
import type { Lookout } from './lookout.ts';
import { type Entry, entryOf, isOtherKey, parseAddress, parsePlace, placeOf } from './place.ts';
import { seal, type Secrets } from './secrets.ts';
import type { Teams } from './teams.ts';
import type { Ticket, Tickets } from './tickets.ts';

const mostLooked = 8;

export type JoiningParts = {
  teams: Teams;
  tickets: Tickets;
  secrets: Secrets;
  contacted: Contacted;
  lookout: Pick<Lookout, 'judge'>;
  asking(list: Asking[]): void;
  notice(failure: Failure): void;
  log: Log;
};

export type Joining = ReturnType<typeof createJoining>;

export function createJoining(parts: JoiningParts) {
  const { teams, tickets, secrets, contacted, lookout, notice, log } = parts;
  const asking = createAsking({
    present: presentAgain,
    letIn: async (account, ticket) => void (await enter(account, ticket)),
    refused(ticket, failure) {
      met.delete(ticket.id);
      tickets.drop(ticket.id);
      notice(failure);
    },
    changed: parts.asking,
  });

  let looked: string[] = [];
  /** Where those who wait were answered last. */
  const met = new Map<string, Entry>();

  const isIn = (team: string, trust: Trust): boolean => {
    const known = teams.get(team)?.account;
    return known !== undefined && !isOtherKey(known.trust, trust);
  };

  async function find(entry: Entry): Promise<Door> {
    try {
      const door = await knock(entry, contacted);
      lookout.judge(entry.trust, entry.address, true);
      return door;
    } catch (error) {
      lookout.judge(entry.trust, entry.address, fail(error).error.code === 'UPGRADE_REQUIRED');
      throw error;
    }
  }

  async function preview({ entry, info }: Door, link: InviteLink | null): Promise<TeamPreview> {
    const { trust, address } = entry;
    const pin = trust.kind === 'pin' ? trust.pin : null;
    const code = link?.code;
    return {
      place: link ? formatInviteLink(link) : placeOf(entry),
      address,
      team: info.team.id,
      name: info.team.name,
      people: info.people,
      door: info.team.door,
      security: { kind: trust.kind, words: pin && (await wordsOf(pin)) },
      pin,
      invite: code === undefined ? null : await command(entry, 'invite.look', { code }, contacted),
      joined: isIn(info.team.id, trust),
    };
  }

  /** Finds the server again that was looked at; the one with another key is none. */
  function findAgain(typed: string, pin: string | null): Promise<Door> {
    const place = parsePlace(typed);
    const entries = place.kind === 'link' ? place.entries : [entryOf(place, pin)];
    const changed = place.kind === 'link' && pin !== null && pin !== place.link.pin;
    if (changed) throw new Refusal('KEY_CHANGED', 'not the key of this invite');
    return firstOf(entries, find);
  }

  /** Whoever shows that very key, wherever it is; the others, with another key or none, count for nothing. */
  function findByPin(hosts: string[], pin: string): Promise<Door> {
    const addresses = hosts.map((host) => entryOf(parseAddress(host), pin).address);
    return firstOf([...new Set(addresses)], async (address) => {
      try {
        return await find({ address, trust: { kind: 'pin', pin } });
      } catch (error) {
        throw isPlainHttp(error) ? new Refusal('KEY_CHANGED', 'it shows no key at all') : error;
      }
    });
  }

  async function join({ place, pin, name, code }: CallArgs<'team.join'>): Promise<JoinAnswer> {
    const parsed = parsePlace(place);
    const { entry, info } = await findAgain(place, pin);
    refuseKnown(info.team.id, entry.trust);
    const ticket = await tickets.of({
      team: { id: info.team.id, name: info.team.name },
      trust: entry.trust,
      addresses: addressesOf(entry, parsed.kind === 'link' ? parsed.entries : []),
      name: name ?? null,
      code: (parsed.kind === 'link' ? parsed.link.code : code) ?? null,
    });
    try {
      const account = await present(ticket, entry);
      if (account) return { state: 'joined', team: await enter(account, ticket) };
    } catch (error) {
      // Nothing was kept there, so nothing has to be kept here.
      if (isPermanent(fail(error).error.code)) tickets.drop(ticket.id);
      throw error;
    }
    const waiting = { ...ticket, asking: ticket.asking ?? Date.now() };
    await tickets.keep(waiting);
    return { state: 'asking', asking: await asking.start(waiting) };
  }

  function refuseKnown(team: string, trust: Trust): void {
    if (isIn(team, trust)) throw new Refusal('ALREADY_IN', 'this computer is in that team');
    if (teams.get(team)) throw new Refusal('KEY_CHANGED', 'a team of this id has another key');
  }

  /** Where its server answered last, or else wherever it answers now. */
  async function presentAgain(ticket: Ticket): Promise<Account | undefined> {
    const entry = met.get(ticket.id) ?? (await firstOf(entriesOf(ticket), find)).entry;
    met.set(ticket.id, entry);
    try {
      return await present(ticket, entry);
    } catch (error) {
      met.delete(ticket.id);
      throw error;
    }
  }

  /** Shows a ticket at a door; answers the account when it is let in. */
  async function present(ticket: Ticket, entry: Entry): Promise<Account | undefined> {
    const { token, code } = tickets.secretOf(ticket);
    const { id, device, name } = ticket;
    const said = {
      id,
      token,
      device,
      ...(name !== null && { name }),
      ...(code !== null && { code }),
    };
    const answer = await command(entry, 'team.join', said, contacted);
    if ('pending' in answer) return undefined;
    return {
      team: answer.team.id,
      name: answer.team.name,
      door: answer.team.door,
      address: entry.address,
      addresses: addressesOf(entry, entriesOf(ticket)),
      trust: entry.trust,
      me: answer.me.id,
      device: id,
      token: seal(secrets, token),
      hosted: null,
      forced: null,
      joinedAt: Date.now(),
    };
  }

  async function enter(account: Account, ticket: Ticket) {
    refuseKnown(account.team, account.trust);
    const state = await teams.add(account);
    tickets.drop(ticket.id);
    // Also asked under other names: those questions are answered.
    for (const other of asking.list()) if (other.team === account.team) cancel(other.id);
    return state;
  }

  function cancel(id: string): void {
    asking.end(id);
    met.delete(id);
    tickets.drop(id);
  }

  return {
    /** Throws what `parsePlace`, `knock` and `lookAt` throw, and INVITE_INVALID. */
    async look({ place: typed, pin, hosts = [] }: CallArgs<'team.look'>): Promise<TeamPreview> {
      const place = parsePlace(typed);
      if (place.kind === 'link') {
        if (pin !== undefined && pin !== place.link.pin)
          throw new Refusal('KEY_CHANGED', 'the link names another key');
        return preview(await firstOf(place.entries, find), place.link);
      }
      if (pin !== undefined) return preview(await findByPin([typed, ...hosts], pin), null);
      looked = [...new Set([place.address, ...looked])].slice(0, mostLooked);
      return preview(await lookAt(place, contacted), null);
    },
    join,
    cancel,
    asking: asking.list,
    /** Addresses that were typed, the latest first. */
    looked: (): string[] => looked,
    /** Goes on waiting where the app was left waiting. */
    async resume(): Promise<void> {
      const used = ({ id }: Ticket): boolean =>
        teams.all().some(({ account }) => account.device === id);
      for (const ticket of tickets.waiting(used))
        await asking.start(ticket, 0).catch((error) => log('warn', 'asking', fail(error).error));
    },
    close: asking.close,
  };
}

const entriesOf = ({ addresses, trust }: Ticket): Entry[] =>
  addresses.map((address) => ({ address, trust }));

const addressesOf = (first: Entry, others: Entry[]): string[] => [
  ...new Set([first, ...others].map(({ address }) => address)),
];
