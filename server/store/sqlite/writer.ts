// The writing thread: one transaction and one fsync for all commands that waited, a savepoint for
// each, so that one refused command fails alone (delivery.md rule 3).
import { randomUUID } from 'node:crypto';
import { fail, type Outcome, succeed } from '../../../src/shared/errors.ts';
import type { WireEvent } from '../../../src/shared/events.ts';
import { type Db, openDatabase, storageRefusal } from '../../../src/node/openDatabase.ts';
import { FIRST_CHANNEL } from '../../domain/people.ts';
import { execute, project } from '../../execute.ts';
import type { Commit, Draft, PersonalSignal, Tx, WriteCommand } from '../store.ts';
import { createLog, type Log } from './log.ts';
import { serverDatabase } from './migrations.ts';
import { createTx, readMeta, writeMeta } from './transaction.ts';

/** Opens the database, founding the team if the file is new. */
export async function openWriter(path: string, teamName: string) {
  const db = openDatabase(path, serverDatabase);
  const log = createLog(db);
  const found = readMeta(db);
  const meta = found ?? (await inTransaction(db, log, async () => foundTeam(db, log, teamName)));
  const tx = createTx(db, meta.team);
  return {
    opened: { ...meta, head: log.head() },
    commit: (batch: WriteCommand[]) => commit(db, log, tx, batch),
    close: () => db.close(),
  };
}

/** A new team: its own conversation, where people's changes go, and the first channel. */
async function foundTeam(db: Db, log: Log, teamName: string) {
  const meta = writeMeta(db, teamName);
  const tx = createTx(db, meta.team);
  const created = (conversation: string, kind: 'team' | 'channel', name: string): Draft => ({
    conversation,
    type: 'conversation.created',
    body: { kind, name, topic: '', members: [] },
  });
  for (const draft of [
    created(meta.team.id, 'team', teamName),
    created(randomUUID(), 'channel', FIRST_CHANNEL),
  ])
    await project(tx, await log.append(meta.team.id, draft, null));
  return meta;
}

async function commit(db: Db, log: Log, tx: Tx, batch: WriteCommand[]): Promise<Commit> {
  const floor = log.head();
  const outcomes: Outcome<unknown>[] = [];
  const events: WireEvent[] = [];
  const signals: PersonalSignal[] = [];
  await inTransaction(db, log, async () => {
    for (const command of batch) {
      const before = log.head();
      db.exec('SAVEPOINT command');
      try {
        const done = await execute(tx, log, command);
        outcomes.push(succeed(done.value));
        events.push(...done.events);
        signals.push(...done.signals);
      } catch (error) {
        // SQLite itself gives up the whole transaction on a full disk: then nobody's command was kept.
        if (!db.inTransaction) throw error;
        db.exec('ROLLBACK TO command');
        log.rewind(before);
        outcomes.push(fail(storageRefusal(error)));
      }
      db.exec('RELEASE command');
    }
  });
  return { outcomes, events, signals, floor, head: log.head() };
}

async function inTransaction<T>(db: Db, log: Log, work: () => Promise<T>): Promise<T> {
  const before = log.head();
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    log.rewind(before);
    throw storageRefusal(error);
  }
}
