// All outgoing hooks: started with the server and as they are made, woken by what is committed.
import type { Log } from '../log.ts';
import { type Membership, membershipChange } from '../membership.ts';
import type { Commit, Store } from '../store/store.ts';
import type { Stream } from '../stream.ts';
import { createDeliver, type DeliverOptions } from './deliver.ts';
import { createProgress } from './progress.ts';
import { type Retry, usualRetry } from './retry.ts';
import { type Sender, startSender } from './sender.ts';

/** Where it is not as usual. */
export type HookOptions = Partial<DeliverOptions> & { retry?: Retry | undefined };

export type HookRunner = {
  /** After the stream has passed it on. */
  note(commit: Pick<Commit, 'events' | 'hooks'>): void;
  close(): Promise<void>;
};

export type RunnerParts = {
  store: Pick<Store, 'team' | 'pull' | 'outgoingHooks' | 'hooksAdvanced'>;
  membership: Pick<Membership, 'has'>;
  stream: Pick<Stream, 'head'>;
  log: Pick<Log, 'error'>;
  options?: HookOptions | undefined;
};

export function createHookRunner({ store, log, options = {}, ...parts }: RunnerParts): HookRunner {
  const senders = new Map<string, Sender>();
  const progress = createProgress(store, log);
  const deliver = createDeliver(() => store.team, { timeoutMs: 10_000, ...options });
  let closed = false;
  let reading = Promise.resolve();

  /** One after the other, so that an older list never stands against a newer one. */
  function reload(meant: string[] = []): void {
    reading = reading
      .then(() => read(meant))
      .catch((error: unknown) => {
        if (!closed) log.error({ error }, 'hooks could not be read');
      });
  }

  async function read(meant: string[]): Promise<void> {
    const hooks = new Map((await store.outgoingHooks()).map((hook) => [hook.id, hook]));
    if (closed) return;
    for (const [id, sender] of senders) {
      if (hooks.has(id)) continue;
      senders.delete(id);
      await sender.close();
    }
    for (const [id, hook] of closed ? [] : hooks) {
      const sender = senders.get(id);
      if (sender) sender.update(hook, meant.includes(id));
      else senders.set(id, start(hook));
    }
  }

  const start = (hook: Parameters<typeof startSender>[0]): Sender =>
    startSender(hook, {
      ...parts,
      store,
      deliver,
      progress,
      retry: options.retry ?? usualRetry,
      trouble: (error) => log.error({ error, hook: hook.id }, 'a hook has to wait'),
    });

  reload();
  return {
    note({ events, hooks }) {
      const rooms = new Set(events.map(({ conversation }) => conversation));
      for (const sender of senders.values()) if (rooms.has(sender.conversation)) sender.wake();
      // Shut out, taken back, or put out of its channel: each is the change of a program.
      const moved = events.some(
        (event) =>
          (event.type === 'person.changed' && isBot(event.body)) ||
          membershipChange(event)?.left.some((user) => senders.has(user)),
      );
      if (hooks.length > 0 || moved) reload(hooks);
    },
    async close() {
      closed = true;
      await reading;
      await Promise.all([...senders.values()].map((sender) => sender.close()));
      await progress.close();
    },
  };
}

const isBot = (body: Record<string, unknown>): boolean =>
  (body['person'] as { bot?: unknown } | undefined)?.bot === true;
