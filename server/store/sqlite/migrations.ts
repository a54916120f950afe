// The server's schema, version by version. The log is the truth; every other table is its fold,
// kept in the same transaction (delivery.md rule 3).
import type { DatabaseKind } from '../../../src/node/openDatabase.ts';
import { version3 } from './version3.ts';
import { version4 } from './version4.ts';

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

// A random UUID (version 4), made by SQLite.
const uuid = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
  || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`;

/** The door: invites, requests, devices that can be shut out, pictures, people who are not active any more. */
const version2 = `
ALTER TABLE person ADD COLUMN avatar TEXT;
ALTER TABLE person ADD COLUMN active INTEGER NOT NULL DEFAULT 1;

-- Everybody could walk in before, and nobody decided otherwise since.
INSERT INTO meta (key, value) SELECT 'door', 'open' FROM meta WHERE key = 'team';

CREATE TABLE device_2 (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  user TEXT NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
-- The device that a person came with carries the person's id: it was the id of their joining.
INSERT INTO device_2 (id, token_hash, user, name, created_at)
  SELECT CASE WHEN row_number() OVER (PARTITION BY user ORDER BY created_at, token_hash) = 1
    THEN user ELSE ${uuid} END, token_hash, user, name, created_at
  FROM device;
DROP TABLE device;
ALTER TABLE device_2 RENAME TO device;
CREATE INDEX device_user ON device (user);

CREATE TABLE invite (
  id TEXT PRIMARY KEY,
  code_hash BLOB NOT NULL,
  role TEXT NOT NULL,
  user TEXT REFERENCES person (id),
  spoken INTEGER NOT NULL,
  founding INTEGER NOT NULL,
  channels TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  uses INTEGER,
  used INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_code ON invite (code_hash);

CREATE TABLE request (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  token_hash BLOB NOT NULL,
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  declined_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE avatar (hash TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;

-- A changed person is told whole from now on. Roles never changed before, so this is what they were.
UPDATE log SET body = (
  SELECT json_object('person', json_object('id', id, 'name', log.body ->> 'name', 'about', log.body ->> 'about',
    'role', role, 'avatar', NULL, 'active', json('true'), 'joinedAt', joined_at))
  FROM person WHERE id = log.author
) WHERE type = 'person.changed';
`;

export const serverDatabase: DatabaseKind = {
  applicationId: 0x4c4c5356, // "LLSV"
  migrations: [version1, version2, version3, version4],
};
