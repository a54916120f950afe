// All teams of this computer, open side by side. None of them waits for another, and none that
// fails keeps the others from working.
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { TeamPushes } from '../shared/api.ts';
import { Refusal } from '../shared/errors.ts';
import type { TeamState } from '../shared/rows.ts';
import type { Account } from './account.ts';
import { fileStamp } from './fileStamp.ts';
import { type Common, type Membership, openMembership } from './membership.ts';
import { freeFolder, keepTeam, type KeptTeam, keptTeams, moveOldFolder } from './teamFolders.ts';

/** What changes at once is told once. Milliseconds. */
const gatherMs = 25;

export type TeamsParts = Common & {
  /** The app's folder. */
  root: string;
  push<P extends keyof TeamPushes>(name: P, payload: TeamPushes[P], team: string): void;
  changed(teams: TeamState[]): void;
};

export type Teams = Awaited<ReturnType<typeof openTeams>>;

/** Opens every team that is kept in the app's folder. */
export async function openTeams(parts: TeamsParts) {
  const { root, push, changed, notice, log } = parts;
  const members = new Map<string, Membership>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let away = false;

  moveOldFolder(root, notice);
  const kept = keptTeams(root, notice);
  // In this order whatever opens first.
  for (const membership of await Promise.all(kept.map(open))) {
    if (members.has(membership.id)) {
      log('warn', 'a second folder of one team is left alone', { folder: membership.folder });
      await membership.close();
    } else members.set(membership.id, membership);
  }
  for (const membership of members.values()) void membership.start();

  function open({ folder, file, account }: KeptTeam): Promise<Membership> {
    return openMembership({
      ...parts,
      folder,
      file,
      account,
      push: (name, payload) => push(name, payload, account.team),
      changed: soon,
    });
  }

  function list(): TeamState[] {
    return [...members.values()].map((membership) => membership.state());
  }

  function soon(): void {
    if (!closed) timer ??= setTimeout(tell, gatherMs);
  }

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!closed) changed(list());
  }

  function only(): Membership | undefined {
    const [first, second] = members.values();
    return second ? undefined : first;
  }

  return {
    list,
    all: (): Membership[] => [...members.values()],
    /** The team with this id; without one, the only team there is. Throws INVALID. */
    find(id: string | null | undefined): Membership {
      const found = id === null || id === undefined ? only() : members.get(id);
      if (!found) throw new Refusal('INVALID', 'which team?', { field: 'team' });
      return found;
    },
    get: (id: string): Membership | undefined => members.get(id),
    /** Keeps the account of a team that was just joined, and opens it. `folder`: where it was founded. */
    async add(account: Account, folder = freeFolder(root, account.team)): Promise<TeamState> {
      const membership = await open(await keepTeam(folder, account, notice));
      if (closed) {
        await membership.close();
        throw new Refusal('CLOSING', 'opened at the next start');
      }
      members.set(membership.id, membership);
      membership.idle(away);
      await membership.start();
      tell();
      return membership.state();
    },
    /** Leaves a team on this computer, and signs it out. Its files are set aside under another name, not deleted. Throws FORBIDDEN while something waits unsent. */
    async forget(membership: Membership, discard: boolean): Promise<void> {
      if (!discard && (await membership.hasUnsent()))
        throw new Refusal('FORBIDDEN', 'something still waits to be sent');
      const { id, folder } = membership;
      await membership.signOut();
      members.delete(id);
      await membership.close();
      const aside = join(root, `left-${id.slice(0, 8)}-${fileStamp()}`);
      try {
        if (existsSync(folder)) renameSync(folder, aside);
      } finally {
        tell();
      }
    },
    /** Nobody sits at this computer, or somebody does again. */
    idle(nobody: boolean): void {
      away = nobody;
      for (const membership of members.values()) membership.idle(away);
    },
    wake(anew = false): void {
      for (const membership of members.values()) membership.wake(anew);
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      await Promise.all([...members.values()].map((membership) => membership.close()));
    },
  };
}
