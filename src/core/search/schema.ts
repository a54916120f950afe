// `search.db`: the index over history.db, in a file of its own, so that the history stays small and quick to write.
// It holds no text, and can be made again at any time.
import type { DatabaseKind } from '../../node/openDatabase.ts';
import { tokenizer } from './grams.ts';

/** Raised when what is put into the index changes: an index of another form is made anew. */
export const indexForm = 1;

// A message's place is its `pos`, negative: the newest comes first in every table, and is found first. The client's
// places are those of the server's log, so history that arrives late falls into its place by itself.
const search1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- People and conversations: small numbers for what has long ids.
CREATE TABLE name (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE doc (
  place INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  author INTEGER NOT NULL,
  at INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  -- Of what the index was given: a message that says the same is left as it is.
  print INTEGER NOT NULL
) STRICT;

-- What changes without the text: reactions, pins, what is saved.
CREATE TABLE mark (
  kind TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (kind, place)
) STRICT, WITHOUT ROWID;

-- Which places a day's messages have, so that a date needs no look at each message.
CREATE TABLE day (day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;

CREATE VIRTUAL TABLE gram USING fts5(
  text, content='', contentless_delete=1, detail=none, tokenize="${tokenizer}"
);
-- A deleted message leaves the file early, not only the results (purge.ts).
INSERT INTO gram (gram, rank) VALUES ('deletemerge', 1);
`;

export const searchDatabase: DatabaseKind = {
  applicationId: 0x4c4c5345, // "LLSE"
  migrations: [search1],
};
