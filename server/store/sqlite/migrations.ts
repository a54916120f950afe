// The server's schema, version by version. The log is the truth; every other table is its fold,
// kept in the same transaction (delivery.md rule 3).
import type { DatabaseKind } from '../../../src/node/openDatabase.ts';

const version1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  pos INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  author TEXT NOT NULL,
  id TEXT,
  digest BLOB,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX log_order ON log (conversation, seq);
CREATE UNIQUE INDEX log_once ON log (author, id) WHERE id IS NOT NULL;

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  about TEXT NOT NULL,
  role TEXT NOT NULL,
  joined_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  token_hash BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  topic TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX channel_name ON conversation (name_key) WHERE kind = 'channel';

-- One row per stay: what was said between two stays is not pushed to the person (rule 13).
CREATE TABLE stay (
  user TEXT NOT NULL,
  conversation TEXT NOT NULL,
  from_pos INTEGER NOT NULL,
  to_pos INTEGER,
  PRIMARY KEY (user, conversation, from_pos)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX member ON stay (conversation, user) WHERE to_pos IS NULL;

CREATE TABLE marker (
  user TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;
`;

export const serverDatabase: DatabaseKind = {
  applicationId: 0x4c4c5356, // "LLSV"
  migrations: [version1],
};
