// The writing thread: one transaction and one fsync for all commands that waited, a savepoint for
// each, so that one refused command fails alone (delivery.md rule 3).
import { randomUUID } from 'node:crypto';
import type { DoorPolicy } from '../../../src/shared/entities.ts';
import { fail, type Outcome, succeed } from '../../../src/shared/errors.ts';
import type { WireEvent } from '../../../src/shared/events.ts';
import { type Db, openDatabase, storageRefusal } from '../../../src/node/openDatabase.ts';
import { offerOwnership } from '../../domain/invites.ts';
import { FIRST_CHANNEL } from '../../domain/people.ts';
import { execute, project } from '../../execute.ts';
import type { Commit, HookProgress, WriteCommand } from '../store.ts';
import type { Draft, PersonalSignal, Tx } from '../tx.ts';
import { createForgetting } from './forgetting.ts';
import { createHookNotes } from './hooks.ts';
import { createLog, type Log } from './log.ts';
import { readMeta, writeIdentity, writeMeta } from './meta.ts';
import { serverDatabase } from './migrations.ts';
import { createTx } from './transaction.ts';

/** What a team founded now starts with; an existing team keeps its own. */
export type Founding = { name: string; door: DoorPolicy };

/** Opens the database, founding the team if the file is new. */
export async function openWriter(path: string, founding: Founding) {
  const db = openDatabase(path, serverDatabase);
  const log = createLog(db);
  const within = <T>(work: () => Promise<T>): Promise<T> => inTransaction(db, log, work);
  const meta = readMeta(db) ?? (await within(() => foundTeam(db, log, founding)));
  const tx = createTx(db);
  const forgetting = createForgetting(db);
  const notes = createHookNotes(db);
  const seen = db.prepare('UPDATE device SET last_seen_at = ? WHERE id = ?');
  return {
    opened: { ...meta, head: log.head() },
    async commit(batch: WriteCommand[]): Promise<Commit> {
      const done = await commit(db, log, tx, batch);
      forgetting.after(done.events);
      return done;
    },
    // Calls come one after the other, so these stand between two commits and never within one.
    offerOwnership: (code: string) => within(() => offerOwnership(tx, code)),
    seen: (devices: [device: string, at: number][]) =>
      within(async () => {
        for (const [device, at] of devices) seen.run(at, device);
      }),
    hooksUsed: (hooks: [hook: string, at: number][]) => within(async () => notes.used(hooks)),
    hooksAdvanced: (progress: HookProgress[]) =>
      within(async () => {
        for (const one of progress) notes.progress(one);
      }),
    writeIdentity: (json: string) => within(async () => writeIdentity(db, json)),
    close(): void {
      forgetting.close();
      db.close();
    },
  };
}

/** A new team: its own conversation, where people's changes go, and the first channel. */
async function foundTeam(db: Db, log: Log, { name: teamName, door }: Founding) {
  const meta = writeMeta(db, teamName, door);
  const tx = createTx(db);
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
  const dropped: Commit['dropped'] = [];
  const hooks: string[] = [];
  await inTransaction(db, log, async () => {
    for (const command of batch) {
      const before = log.head();
      db.exec('SAVEPOINT command');
      try {
        const done = await execute(tx, log, command);
        outcomes.push(succeed(done.value));
        events.push(...done.events);
        signals.push(...done.signals);
        hooks.push(...done.hooks);
        if (done.dropped) dropped.push({ ...done.dropped, behind: log.head() });
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
  return { outcomes, events, signals, dropped, hooks, floor, head: log.head() };
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
