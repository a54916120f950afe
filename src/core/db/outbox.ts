// The durable outbox and the drafts: what exists nowhere else yet.
import type { MessageRow } from '../../shared/timelineRows.ts';
import type { CommandArgs, QueuedName } from '../../shared/commands.ts';
import { Failure } from '../../shared/errors.ts';
import type { WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

type Kept = {
  id: string;
  /** Its lane: commands of one leave in order. The conversation it is about, one's own, or the team's. */
  conversation: string;
  at: number;
  state: 'waiting' | 'sent' | 'failed';
  /** Where its event stands, once sent. */
  seq: number | null;
  error: Failure | null;
};
export type CommandOf<N extends QueuedName> = Kept & { name: N; input: CommandArgs<N> };
export type OutboxCommand = { [N in QueuedName]: CommandOf<N> }[QueuedName];
export type NewCommand = {
  [N in QueuedName]: Pick<CommandOf<N>, 'id' | 'conversation' | 'name' | 'input' | 'at'>;
}[QueuedName];
type Row = Omit<Kept, 'error'> & { name: QueuedName; input: string; error: string | null };

const parse = ({ input, error, ...row }: Row): OutboxCommand =>
  ({
    ...row,
    input: JSON.parse(input) as unknown,
    error: error === null ? null : Failure.parse(JSON.parse(error)),
  }) as OutboxCommand;

export const pendingRow = (_command: OutboxCommand, _me: string): MessageRow => {
  throw new Error('soon');
};

export function createOutboxStore(db: Db) {
  const columns = 'id, conversation, name, input, at, state, seq, error';
  const add = db.prepare(
    `INSERT OR IGNORE INTO command (id, conversation, name, input, at, state) VALUES (:id, :conversation, :name, :input, :at, 'waiting')`,
  );
  const offer = db.prepare(
    `INSERT OR IGNORE INTO command (place, id, conversation, name, input, at, state)
     VALUES (:place, :id, :conversation, 'message.send', :input, :at, 'waiting')`,
  );
  const smallest = db.prepare<[], number | null>('SELECT min(place) FROM command').pluck();
  const conversations = db.prepare<[], string>('SELECT DISTINCT conversation FROM command').pluck();
  const next = db.prepare<[string], Row>(
    `SELECT ${columns} FROM command WHERE conversation = ? AND state = 'waiting' ORDER BY place LIMIT 1`,
  );
  const byId = db.prepare<[string], Row>(`SELECT ${columns} FROM command WHERE id = ?`);
  const of = db.prepare<[string], Row>(
    `SELECT ${columns} FROM command WHERE conversation = ? ORDER BY place`,
  );
  const lanes = db
    .prepare<[], string>(`SELECT DISTINCT conversation FROM command WHERE state = 'waiting'`)
    .pluck();
  const counts = db.prepare<[], { conversation: string; state: string; n: number }>(
    'SELECT conversation, state, count(*) AS n FROM command GROUP BY conversation, state',
  );
  const sent = db.prepare(`UPDATE command SET state = 'sent', seq = ?, error = NULL WHERE id = ?`);
  const rearm = db.prepare(`UPDATE command SET state = 'waiting', seq = NULL WHERE state = 'sent'`);
  const failed = db.prepare(`UPDATE command SET state = 'failed', error = ? WHERE id = ?`);
  // To the end of the line: what was written after the failure has long been sent.
  const again = db.prepare(
    `UPDATE command SET state = 'waiting', error = NULL, at = ?, place = (SELECT max(place) + 1 FROM command) WHERE id = ?`,
  );
  const remove = db.prepare('DELETE FROM command WHERE id = ?');
  const putDraft = db.prepare(
    'INSERT INTO draft (conversation, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text',
  );
  const dropDraft = db.prepare('DELETE FROM draft WHERE conversation = ?');
  const draft = db
    .prepare<[string], string>('SELECT text FROM draft WHERE conversation = ?')
    .pluck();
  const drafts = db.prepare<[], string>('SELECT conversation FROM draft').pluck();

  return {
    /** Adds the command and clears the draft it came from, in one transaction (K1, K2). Known ids are left alone. */
    add: db.transaction((command: NewCommand) => {
      add.run({ ...command, input: JSON.stringify(command.input) });
      dropDraft.run(command.conversation);
    }),
    /** Own messages of a log the server no longer has, before everything that waits; answers how many. */
    offer: db.transaction((events: WireEvent[]): number => {
      const first = (smallest.get() ?? 1) - events.length;
      for (const [index, { id, conversation, body, at }] of events.entries()) {
        const input = JSON.stringify({ id, conversation, text: body['text'] });
        if (id !== null) offer.run({ place: first + index, id, conversation, input, at });
      }
      return events.length;
    }),
    get(id: string): OutboxCommand | undefined {
      const row = byId.get(id);
      return row && parse(row);
    },
    /** The oldest command of the conversation that still has to be sent. */
    next(conversation: string): OutboxCommand | undefined {
      const row = next.get(conversation);
      return row && parse(row);
    },
    of: (conversation: string): OutboxCommand[] => of.all(conversation).map(parse),
    /** Conversations in which something waits. */
    lanes: (): string[] => lanes.all(),
    counts: () => counts.all(),
    markSent: (id: string, seq: number) => void sent.run(seq, id),
    /** Acknowledged, but not in the log when it should be: offered again, which changes nothing if it is there. */
    rearm: () => void rearm.run(),
    markFailed: (id: string, failure: Failure) => void failed.run(JSON.stringify(failure), id),
    retry: (id: string) => void again.run(Date.now(), id),
    remove: (id: string) => remove.run(id).changes > 0,
    setDraft: (conversation: string, text: string) =>
      void (text === '' ? dropDraft.run(conversation) : putDraft.run(conversation, text)),
    draft: (conversation: string): string => draft.get(conversation) ?? '',
    drafts: (): string[] => drafts.all(),
    /** Conversations with something unsent. */
    conversations: (): string[] => conversations.all(),
  };
}
