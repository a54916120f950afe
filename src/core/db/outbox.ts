// The durable outbox: what the server does not have yet, or has and has not told of. It is read with
// every row that is shown, so it stands in memory as well; this thread alone writes it.
import type { CommandArgs, QueuedName } from '../../shared/commands.ts';
import { Failure } from '../../shared/errors.ts';
import type { Landed } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

type Kept = {
  id: string;
  /** Its lane: commands of one leave in order. The conversation it is about, one's own, or the team's. */
  conversation: string;
  at: number;
  state: 'waiting' | 'sent' | 'failed';
  /** Where its event stands, once sent: `seq` of the conversation `landed`. */
  landed: string | null;
  seq: number | null;
  error: Failure | null;
};
export type CommandOf<N extends QueuedName> = Kept & { name: N; input: CommandArgs<N> };
export type OutboxCommand = { [N in QueuedName]: CommandOf<N> }[QueuedName];
export type NewCommand = {
  [N in QueuedName]: Pick<CommandOf<N>, 'id' | 'conversation' | 'name' | 'input' | 'at'>;
}[QueuedName];

type Row = Omit<Kept, 'error'> & {
  place: number;
  name: QueuedName;
  input: string;
  error: string | null;
};
export type OutboxStore = ReturnType<typeof createOutboxStore>;

const read = ({ place: _place, input, error, ...row }: Row): OutboxCommand =>
  ({
    ...row,
    input: JSON.parse(input) as unknown,
    error: error === null ? null : Failure.parse(JSON.parse(error)),
  }) as OutboxCommand;

export function createOutboxStore(db: Db) {
  const stored = db.prepare<[], Row>('SELECT * FROM command ORDER BY place');
  const insert = db.prepare(
    `INSERT INTO command (place, id, conversation, name, input, at, state)
     VALUES (:place, :id, :conversation, :name, :input, :at, 'waiting')`,
  );
  const update = db.prepare(
    `UPDATE command SET state = :state, landed = :landed, seq = :seq, error = :error, input = :input, at = :at
     WHERE id = :id`,
  );
  const last = db.prepare(
    'UPDATE command SET place = (SELECT max(place) + 1 FROM command) WHERE id = ?',
  );
  const ends = db.prepare<[], { first: number; last: number }>(
    'SELECT coalesce(min(place), 1) AS first, coalesce(max(place), 0) AS last FROM command',
  );
  const remove = db.prepare('DELETE FROM command WHERE id = ?');

  let known: Map<string, OutboxCommand> | undefined;

  /** In the order they were given. Read at the first use, so that damage is found where it can be mended. */
  function commands(): Map<string, OutboxCommand> {
    known ??= new Map(stored.all().map((row) => [row.id, read(row)]));
    return known;
  }
  const all = (): OutboxCommand[] => [...commands().values()];

  function put(command: NewCommand, place: number): OutboxCommand {
    insert.run({ ...command, place, input: JSON.stringify(command.input) });
    return { ...command, state: 'waiting', landed: null, seq: null, error: null } as OutboxCommand;
  }

  /** On disk first: what memory says has been kept. */
  function change(id: string, values: Partial<OutboxCommand>): void {
    const command = commands().get(id);
    if (!command) return;
    const changed = { ...command, ...values } as OutboxCommand;
    const error = changed.error && JSON.stringify(changed.error);
    update.run({ ...changed, error, input: JSON.stringify(changed.input) });
    commands().set(id, changed);
  }

  return {
    all,
    get: (id: string): OutboxCommand | undefined => commands().get(id),
    /** Known ids are left alone. */
    add(command: NewCommand): void {
      if (commands().has(command.id)) return;
      commands().set(command.id, put(command, (ends.get()?.last ?? 0) + 1));
    },
    /** What the server has lost, before everything that waits; answers how many. */
    offer(offered: NewCommand[]): number {
      const fresh = offered.filter(({ id }) => !commands().has(id));
      const first = (ends.get()?.first ?? 1) - fresh.length;
      const added = fresh.map((command, index) => put(command, first + index));
      known = new Map([...added, ...all()].map((command) => [command.id, command]));
      return offered.length;
    },
    /** The oldest command of the lane that still has to be sent. */
    next(lane: string): OutboxCommand | undefined {
      for (const command of commands().values())
        if (command.conversation === lane && command.state === 'waiting') return command;
      return undefined;
    },
    of: (lane: string): OutboxCommand[] =>
      all().filter(({ conversation }) => conversation === lane),
    /** Lanes in which something waits. */
    lanes: (): string[] => [
      ...new Set(
        all()
          .filter(({ state }) => state === 'waiting')
          .map(({ conversation }) => conversation),
      ),
    ],
    counts(): { conversation: string; state: string; n: number }[] {
      const groups = Map.groupBy(all(), ({ conversation, state }) => `${conversation} ${state}`);
      return [...groups.values()].flatMap((group) => {
        const [one] = group;
        return one ? [{ conversation: one.conversation, state: one.state, n: group.length }] : [];
      });
    },
    markSent: (id: string, { conversation, seq }: Pick<Landed, 'conversation' | 'seq'>): void =>
      change(id, { state: 'sent', landed: conversation, seq, error: null }),
    markFailed: (id: string, error: Failure): void => change(id, { state: 'failed', error }),
    /** Acknowledged, but not in the log when it should be: offered again, which changes nothing if it is there. */
    rearm(): void {
      for (const { id, state } of all())
        if (state === 'sent') change(id, { state: 'waiting', landed: null, seq: null });
    },
    /** To the end of the line: what was written after the failure has long been sent. */
    retry(id: string): void {
      change(id, { state: 'waiting', error: null, at: Date.now() });
      const command = commands().get(id);
      if (!command) return;
      last.run(id);
      commands().delete(id);
      commands().set(id, command);
    },
    /** After a transaction that failed: memory says what is on disk. */
    forget(): void {
      known = undefined;
    },
    /** Another input; one that had failed waits again. */
    rewrite(id: string, input: object): void {
      change(id, { input, state: 'waiting', error: null } as Partial<OutboxCommand>);
    },
    /** Another input for what stands as it stood. */
    amend: (id: string, input: object): void => change(id, { input } as Partial<OutboxCommand>),
    remove(id: string): boolean {
      remove.run(id);
      return commands().delete(id);
    },
  };
}
