// The third version of a computer's history: what happened to messages, threads, what conversations
// can be, and what is one person's alone.

/** Logs from before hold messages and lines about people only, so what is new about an event follows from its type. */
export const history3 = `
ALTER TABLE person ADD COLUMN status TEXT;
ALTER TABLE person ADD COLUMN dnd_until REAL;
ALTER TABLE person ADD COLUMN receipts INTEGER NOT NULL DEFAULT 1;

ALTER TABLE conversation ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN posting TEXT NOT NULL DEFAULT 'everyone';
ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN creator TEXT;
UPDATE conversation SET creator = (
  SELECT e.author FROM event e WHERE e.conversation = conversation.id AND e.seq = 1
    AND e.author NOT IN (SELECT t.id FROM conversation t WHERE t.kind = 'team')
);

-- What follows from a message with all that was done to it.
-- shown: stands in the conversation's own timeline. thread: the seq of the message that began the thread it is in.
-- reply: the seq it answers. part: makes this person take part in that thread. gone: deleted.
ALTER TABLE event ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
ALTER TABLE event ADD COLUMN thread INTEGER;
ALTER TABLE event ADD COLUMN reply INTEGER;
ALTER TABLE event ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
UPDATE event SET shown = 0 WHERE type IN ('person.joined', 'person.changed', 'team.changed');

-- Pages and unread counts, however much has happened to messages in between.
CREATE INDEX event_shown ON event (conversation, seq, weight) WHERE shown = 1;
CREATE INDEX event_thread ON event (conversation, thread, seq, gone, weight, author, at) WHERE thread IS NOT NULL;
CREATE INDEX event_part ON event (conversation, thread, seq) WHERE part = 1;
CREATE INDEX event_reply ON event (conversation, reply, seq) WHERE reply IS NOT NULL;
CREATE INDEX event_calling ON event (at) WHERE weight = 2;

-- The fold of what was done to messages (overlay.ts).
CREATE TABLE edit (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, target, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE deletion (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (conversation, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE reaction (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user TEXT NOT NULL,
  seq INTEGER NOT NULL,
  is_on INTEGER NOT NULL,
  PRIMARY KEY (conversation, target, emoji, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX reaction_on ON reaction (conversation, target, emoji, seq) WHERE is_on = 1;
CREATE TABLE pin (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  is_on INTEGER NOT NULL,
  PRIMARY KEY (conversation, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledgement (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  user TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, target, user)
) STRICT, WITHOUT ROWID;
-- Every message that began a thread; part: this person takes part in it.
CREATE TABLE thread (
  conversation TEXT NOT NULL,
  root INTEGER NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation, root)
) STRICT, WITHOUT ROWID;

-- The fold of this person's own conversation (personal.ts).
CREATE TABLE preference (
  conversation TEXT NOT NULL,
  field TEXT NOT NULL,
  seq INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (conversation, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE saved (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  is_on INTEGER NOT NULL,
  PRIMARY KEY (conversation, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE thread_read (
  conversation TEXT NOT NULL,
  thread INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, thread)
) STRICT, WITHOUT ROWID;
-- seq: where it was added, once that is here; body: until it has ended.
CREATE TABLE schedule (
  id TEXT PRIMARY KEY,
  seq INTEGER,
  body TEXT,
  ended INTEGER NOT NULL DEFAULT 0,
  code TEXT,
  code_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- How far others have read, as they show it. No fold: it only passes by.
CREATE TABLE seen (
  conversation TEXT NOT NULL,
  user TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;
`;
