// How SQLite finds what the core asks for: with a million events nothing that is asked again and again
// may read the log from end to end.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openHistory } from '../support/history.ts';

/** Asked when a newer app opens an older file, or when the server follows another history. */
const seldom = [
  "FROM event WHERE type <> 'message.created'",
  'FROM event WHERE pos <= ? ORDER BY pos DESC LIMIT 1',
  'WHERE author = ? AND pos > ? ORDER BY pos',
];

test('no statement of every day reads the whole log', () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  onTestFinished(() => prepare.mockRestore());
  const { folder } = openHistory(randomUUID(), []);
  const statements = new Set(prepare.mock.calls.map(([sql]) => sql));
  prepare.mockRestore();

  const file = new Database(join(folder, 'history.db'), { readonly: true });
  onTestFinished(() => void file.close());
  const aboutEvents = [...statements].filter((sql) => /\b(FROM|JOIN|UPDATE) event\b/.test(sql));
  expect(aboutEvents.length).toBeGreaterThan(20);
  const reading = aboutEvents.filter((sql) => !seldom.some((part) => sql.includes(part)));
  expect(reading.length).toBe(aboutEvents.length - seldom.length);
  expect(reading.filter((sql) => readsAll(file, sql, 'event|[epov]'))).toEqual([]);
  // All threads are looked through for the list of them, and not for each that a page shows.
  const aboutThreads = [...statements].filter((sql) => sql.includes('FROM thread t'));
  expect(aboutThreads).toHaveLength(2);
  expect(aboutThreads.filter((sql) => readsAll(file, sql, 't'))).toHaveLength(1);
});

/** `tables`: as the statement calls them. */
function readsAll(file: Database.Database, sql: string, tables: string): boolean {
  const names = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, null]);
  const places = (sql.match(/\?/g) ?? []).map(() => null);
  const plan = file
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...(names.length > 0 ? [Object.fromEntries(names)] : places));
  return plan.some(({ detail }) => new RegExp(`^SCAN (${tables})\\b`).test(detail));
}
