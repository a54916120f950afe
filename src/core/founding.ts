// Hosting a new team: a server is started here, and whoever started it becomes the owner by a code
// that only these two know. What is needed is written down first, so that a founding that was cut
// off is finished at the next start: neither is a team lost, nor does one stay behind with nobody in it.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { newLinkCode } from '../node/codes.ts';
import { Id } from '../shared/entities.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import type { TeamState } from '../shared/rows.ts';
import { command, type Contacted } from './door.ts';
import { type HostPort, startNew } from './hosting.ts';
import { type JsonFile, jsonFile } from './jsonFile.ts';
import type { Log } from './log.ts';
import { seal, Sealed, type Secrets, unseal } from './secrets.ts';
import { folderOf, teamFolders } from './teamFolders.ts';
import type { Teams } from './teams.ts';

const Plan = z.object({
  team: z.string(),
  name: z.string(),
  port: z.int().nullable(),
  /** Of the device, and of the owner. */
  id: Id,
  /** Token and owner code. */
  secret: Sealed,
});
type Plan = z.infer<typeof Plan>;
const Secret = z.object({ token: z.string(), code: z.string() });

export type FoundingParts = {
  root: string;
  host: HostPort | undefined;
  teams: Teams;
  secrets: Secrets;
  contacted: Contacted;
  notice(failure: Failure): void;
  log: Log;
};

export type Founding = ReturnType<typeof createFounding>;

export function createFounding(parts: FoundingParts) {
  const { root, teams, secrets, contacted, notice, log } = parts;
  const planIn = (folder: string): JsonFile<Plan> =>
    jsonFile(join(folder, 'founding.json'), Plan, notice);

  /** Every step may have been done before: server, owner and account are found again. */
  async function carryOut(host: HostPort, folder: string, plan: Plan): Promise<TeamState> {
    const { token, code } = Secret.parse(JSON.parse(unseal(secrets, plan.secret)));
    const order = { folder: join(folder, 'server'), team: plan.team, ownerCode: code };
    const { port, pin } = await startNew(host, order, plan.port);
    const entry = { address: `127.0.0.1:${port}`, trust: { kind: 'pin' as const, pin } };
    const asked = { id: plan.id, name: plan.name, token, device: hostname().slice(0, 80), code };
    const answer = await command(entry, 'team.join', asked, contacted);
    if ('pending' in answer) throw new Refusal('INTERNAL', 'the owner was left at the door');
    const account = {
      ...entry,
      team: answer.team.id,
      name: answer.team.name,
      door: answer.team.door,
      addresses: [],
      me: answer.me.id,
      device: plan.id,
      token: seal(secrets, token),
      hosted: { port },
      forced: null,
      joinedAt: Date.now(),
    };
    const state = await teams.add(account, folder);
    planIn(folder).remove();
    return state;
  }

  async function finish(host: HostPort, folder: string, plan: Plan): Promise<void> {
    try {
      // Nobody knows its port yet, so any will do.
      await carryOut(host, folder, plan).catch((error: unknown) => {
        if (fail(error).error.code !== 'PORT_IN_USE') throw error;
        return carryOut(host, folder, { ...plan, port: null });
      });
    } catch (error) {
      log('warn', 'a founding is not finished', fail(error).error);
      notice(fail(error).error);
    }
  }

  /** What was begun for a person who was told that it failed. */
  async function undo(host: HostPort, folder: string): Promise<void> {
    await host.stop(join(folder, 'server'));
    rmSync(folder, { recursive: true, force: true });
  }

  return {
    /** Throws FORBIDDEN where nothing can be hosted, PORT_IN_USE, DATA_…, KEYRING_LOCKED. */
    async found(team: string, name: string, port: number | undefined): Promise<TeamState> {
      const { host } = parts;
      if (!host) throw new Refusal('FORBIDDEN', 'this program cannot host');
      const folder = folderOf(root, randomUUID());
      const secret = {
        token: randomBytes(32).toString('base64url'),
        code: newLinkCode(),
      };
      const plan = {
        team,
        name,
        port: port ?? null,
        id: uuidv7(),
        secret: seal(secrets, JSON.stringify(secret)),
      };
      await planIn(folder).write(plan);
      try {
        return await carryOut(host, folder, plan);
      } catch (error) {
        await undo(host, folder).catch((failed: unknown) =>
          log('warn', 'a founding was not undone', fail(failed).error),
        );
        throw error;
      }
    },
    /** Finishes what the last run of the app began. */
    async resume(): Promise<void> {
      for (const folder of teamFolders(root)) {
        const plan = planIn(folder).read();
        if (!plan) continue;
        if (existsSync(join(folder, 'account.json'))) planIn(folder).remove();
        else if (parts.host) await finish(parts.host, folder, plan);
      }
    },
  };
}
