// The fourth version of the server's schema: bots, what their tokens may do, and hooks.

/** Times are REAL: a client says how long a token works, as any number. */
export const version4 = `
ALTER TABLE person ADD COLUMN bot INTEGER NOT NULL DEFAULT 0;

-- JSON; NULL: everything, as people's own computers may.
ALTER TABLE device ADD COLUMN scopes TEXT;
ALTER TABLE device ADD COLUMN expires_at REAL;

-- Each speaks or listens as the person with its id. key_hash of incoming ones; url, secret and types (JSON) of
-- outgoing ones, and how sending stands: cursor is the position up to which everything was sent or given up.
CREATE TABLE hook (
  id TEXT PRIMARY KEY REFERENCES person (id),
  conversation TEXT NOT NULL,
  key_hash BLOB UNIQUE,
  url TEXT,
  secret TEXT,
  types TEXT NOT NULL,
  allow_private INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  last_used_at INTEGER,
  cursor INTEGER NOT NULL,
  failing_since INTEGER,
  last_error TEXT
) STRICT, WITHOUT ROWID;

-- What was given up. again: somebody asked for another try.
CREATE TABLE dead_event (
  hook TEXT NOT NULL,
  pos INTEGER NOT NULL,
  type TEXT NOT NULL,
  tries INTEGER NOT NULL,
  error TEXT NOT NULL,
  at INTEGER NOT NULL,
  again INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (hook, pos)
) STRICT, WITHOUT ROWID;
`;
