// What a newcomer asks with, kept on disk before asking: an answer that is lost, or a wait at the
// door that outlives the app, must not make a second person.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { ConversationId, Id } from '../shared/entities.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import { Trust } from '../shared/trust.ts';
import { type JsonFile, jsonFile } from './jsonFile.ts';
import { sameTrust } from './place.ts';
import { seal, Sealed, type Secrets, unseal } from './secrets.ts';

export const Ticket = z.object({
  /** Becomes the device's id, and the person's when one is made. */
  id: Id,
  team: z.object({ id: ConversationId, name: z.string() }),
  trust: Trust,
  /** host:port, the one that answered first. */
  addresses: z.array(z.string()).min(1),
  /** Null with a code for another computer of a person: that says who it is. */
  name: z.string().nullable(),
  device: z.string(),
  /** Token and code. */
  secret: Sealed,
  /** Since when it waits at the door, ms; null when it does not. */
  asking: z.number().nullable(),
  madeAt: z.number(),
});
export type Ticket = z.infer<typeof Ticket>;

const Secret = z.object({ token: z.string(), code: z.string().nullable() });
type Secret = z.infer<typeof Secret>;

/** Who wants to get in where, and with what. */
export type Attempt = Pick<Ticket, 'team' | 'trust' | 'addresses' | 'name'> & Pick<Secret, 'code'>;

/** An attempt nobody has come back to is forgotten after this long. Milliseconds. */
const staleMs = 30 * 86_400_000;

export type Tickets = ReturnType<typeof createTickets>;

/** The tickets in `folder`, one file each. */
export function createTickets(
  folder: string,
  secrets: Secrets,
  notice: (failure: Failure) => void,
) {
  const file = (id: string): JsonFile<Ticket> =>
    jsonFile(join(folder, `${id}.json`), Ticket, notice);

  function all(): Ticket[] {
    return files()
      .filter((name) => name.endsWith('.json'))
      .map((name) => read(name.slice(0, -'.json'.length)))
      .filter((ticket): ticket is Ticket => ticket !== undefined);
  }

  /** One that cannot be read must not keep anybody from using the others. */
  function read(id: string): Ticket | undefined {
    try {
      return file(id).read();
    } catch (error) {
      notice({ code: 'DATA_UNWRITABLE', message: fail(error).error.message });
      return undefined;
    }
  }

  function files(): string[] {
    try {
      return existsSync(folder) ? readdirSync(folder) : [];
    } catch (error) {
      throw new Refusal('DATA_UNWRITABLE', fail(error).error.message);
    }
  }

  /** Throws KEYRING_LOCKED. */
  const secretOf = (ticket: Ticket): Secret =>
    Secret.parse(JSON.parse(unseal(secrets, ticket.secret)));

  function isFor(ticket: Ticket, { team, trust, name, code }: Attempt): boolean {
    if (ticket.team.id !== team.id || ticket.name !== name) return false;
    return sameTrust(ticket.trust, trust) && secretOf(ticket).code === code;
  }

  function drop(id: string): void {
    file(id).remove();
  }

  return {
    secretOf,
    drop,
    /** The ticket of this very attempt, or a new one. Throws DATA_UNWRITABLE, STORAGE_FULL, KEYRING_LOCKED. */
    async of(attempt: Attempt): Promise<Ticket> {
      const found = all().find((ticket) => isFor(ticket, attempt));
      if (found) return found;
      const { code, ...where } = attempt;
      const token = randomBytes(32).toString('base64url');
      const ticket: Ticket = {
        ...where,
        id: uuidv7(),
        device: hostname().slice(0, 80),
        secret: seal(secrets, JSON.stringify({ token, code } satisfies Secret)),
        asking: null,
        madeAt: Date.now(),
      };
      await file(ticket.id).write(ticket);
      return ticket;
    },
    keep: (ticket: Ticket): Promise<void> => file(ticket.id).write(ticket),
    /** Those that wait at a door. Drops what is stale, and what became an account (`used`). */
    waiting(used: (ticket: Ticket) => boolean): Ticket[] {
      const isStale = ({ asking, madeAt }: Ticket): boolean =>
        asking === null && madeAt < Date.now() - staleMs;
      return all().filter((ticket) => {
        const over = used(ticket) || isStale(ticket);
        if (over) drop(ticket.id);
        return !over && ticket.asking !== null;
      });
    },
  };
}
