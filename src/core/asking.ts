// Waiting at doors: the same question with the same ticket, until somebody answers it. Goes on over
// restarts of the app and while the server is away.
import { wordsOf } from '../node/words.ts';
import { fail, type Failure, isPermanent } from '../shared/errors.ts';
import type { Asking } from '../shared/rows.ts';
import type { Account } from './account.ts';
import type { Ticket } from './tickets.ts';

/** How often a server that answers is asked. Milliseconds. */
const everyMs = 2000;
/** The longest pause while it does not. Milliseconds. */
const capMs = 30_000;

type Wait = {
  ticket: Ticket;
  words: string | null;
  trouble: Failure | null;
  failures: number;
  timer?: NodeJS.Timeout;
};

export type AskingParts = {
  /** Shows the ticket at the door; answers the account when it lets us in. */
  present(ticket: Ticket): Promise<Account | undefined>;
  letIn(account: Account, ticket: Ticket): Promise<void>;
  /** The answer is no, or cannot come any more. */
  refused(ticket: Ticket, failure: Failure): void;
  changed(list: Asking[]): void;
};

export function createAsking({ present, letIn, refused, changed }: AskingParts) {
  const waits = new Map<string, Wait>();

  const rowOf = ({ ticket, words, trouble }: Wait): Asking => ({
    id: ticket.id,
    team: ticket.team.id,
    name: ticket.team.name,
    address: ticket.addresses[0] ?? '',
    words,
    since: ticket.asking ?? ticket.madeAt,
    trouble,
  });
  const list = (): Asking[] => [...waits.values()].map(rowOf);

  function later(wait: Wait, ms: number): void {
    wait.timer = setTimeout(() => void ask(wait), ms);
  }

  async function ask(wait: Wait): Promise<void> {
    const { id } = wait.ticket;
    try {
      const account = await present(wait.ticket);
      // Taken back while the question was on its way.
      if (!waits.has(id)) return;
      if (account) {
        await letIn(account, wait.ticket);
        return end(id);
      }
      wait.failures = 0;
      become(wait, null);
      later(wait, everyMs);
    } catch (error) {
      if (waits.has(id)) failed(wait, fail(error).error);
    }
  }

  function failed(wait: Wait, failure: Failure): void {
    if (isPermanent(failure.code)) {
      end(wait.ticket.id);
      return refused(wait.ticket, failure);
    }
    become(wait, failure);
    const pause = Math.min(capMs, everyMs * 2 ** Math.min(wait.failures++, 10));
    later(wait, failure.retryAfterMs ?? pause);
  }

  function become(wait: Wait, trouble: Failure | null): void {
    if (wait.trouble?.code === trouble?.code) return;
    wait.trouble = trouble;
    changed(list());
  }

  function end(id: string): void {
    clearTimeout(waits.get(id)?.timer);
    if (waits.delete(id)) changed(list());
  }

  return {
    list,
    /** Goes on asking with a ticket that was left waiting. `first`: milliseconds until then. */
    async start(ticket: Ticket, first = everyMs): Promise<Asking> {
      const words = ticket.trust.kind === 'pin' ? await wordsOf(ticket.trust.pin) : null;
      const wait = waits.get(ticket.id) ?? { ticket, words, trouble: null, failures: 0 };
      if (!waits.has(ticket.id)) {
        waits.set(ticket.id, wait);
        later(wait, first);
        changed(list());
      }
      return rowOf(wait);
    },
    end,
    close(): void {
      for (const { timer } of waits.values()) clearTimeout(timer);
      waits.clear();
    },
  };
}
