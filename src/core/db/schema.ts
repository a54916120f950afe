// The client's two files. History can be rebuilt from the server; the outbox holds what exists
// nowhere else, so a damaged history cannot take it along.
import type { DatabaseKind } from '../../node/openDatabase.ts';
import { history3 } from './history3.ts';
import { history4 } from './history4.ts';

const history1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  role TEXT NOT NULL,
  joined_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- first_seq..last_seq is stored without holes. 'opening': joined, but its snapshot has not come yet.
CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  topic TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('member', 'opening', 'left')),
  first_seq INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  read_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  conversation TEXT NOT NULL,
  user TEXT NOT NULL,
  PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;

-- The log as it came. 'weight' of a message by somebody else: 1, or 2 when it calls this person.
CREATE TABLE event (
  key INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  id TEXT,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  weight INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_order ON event (conversation, seq);
`;

/** Pictures, and people who are not in the team any more. */
const history2 = `
ALTER TABLE person ADD COLUMN avatar TEXT;
ALTER TABLE person ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
`;

const outbox1 = `
-- What the log does not show yet, in the order it was given. 'sent': kept by the server, its event has not come;
-- 'failed': refused for good, a person decides.
CREATE TABLE command (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  conversation TEXT NOT NULL,
  name TEXT NOT NULL,
  input TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  seq INTEGER,
  error TEXT
) STRICT;
CREATE INDEX command_conversation ON command (conversation, place);

CREATE TABLE draft (conversation TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Any command may wait, and each thread has a draft of its own. */
const outbox2 = `
-- Where the server put its event, once 'sent': 'seq' is of that conversation, which need not be the lane's.
ALTER TABLE command ADD COLUMN landed TEXT;
UPDATE command SET landed = conversation WHERE state = 'sent';

ALTER TABLE draft RENAME TO draft1;
-- thread 0: the conversation itself.
CREATE TABLE draft (
  conversation TEXT NOT NULL,
  thread INTEGER NOT NULL DEFAULT 0,
  text TEXT NOT NULL,
  reply INTEGER,
  PRIMARY KEY (conversation, thread)
) STRICT, WITHOUT ROWID;
INSERT INTO draft (conversation, text) SELECT conversation, text FROM draft1;
DROP TABLE draft1;
`;

export const historyDatabase: DatabaseKind = {
  applicationId: 0x4c4c4849, // "LLHI"
  migrations: [history1, history2, history3, history4],
};
export const outboxDatabase: DatabaseKind = {
  applicationId: 0x4c4c4f55, // "LLOU"
  migrations: [outbox1, outbox2],
};
