// The third version of the server's schema: what happens to messages, what conversations can be,
// and what is one person's alone.

/** Times are REAL: a client gives them as any number, and none may fail on the way to the disk. */
export const version3 = `
ALTER TABLE person ADD COLUMN status TEXT;
ALTER TABLE person ADD COLUMN dnd_until REAL;
ALTER TABLE person ADD COLUMN receipts INTEGER NOT NULL DEFAULT 1;

ALTER TABLE conversation ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN posting TEXT NOT NULL DEFAULT 'everyone';
ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN creator TEXT;
UPDATE conversation SET creator = (
  SELECT log.author FROM log WHERE log.conversation = conversation.id AND log.seq = 1
    AND log.author <> (SELECT value FROM meta WHERE key = 'team')
);
-- A private channel's name is known to its members alone, so that it may be another one's too.
DROP INDEX channel_name;
CREATE UNIQUE INDEX channel_name ON conversation (name_key) WHERE kind = 'channel' AND private = 0;

-- What a handler must know of messages without reading the log. A row is there while it is so.
CREATE TABLE reaction (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user TEXT NOT NULL,
  PRIMARY KEY (conversation, target, emoji, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE pin (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  PRIMARY KEY (conversation, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledgement (
  conversation TEXT NOT NULL,
  target INTEGER NOT NULL,
  user TEXT NOT NULL,
  PRIMARY KEY (conversation, target, user)
) STRICT, WITHOUT ROWID;
-- Finds the edits of a message that is deleted: their texts go too.
CREATE INDEX log_edit ON log (conversation, body ->> 'target') WHERE type = 'message.edited';

-- What one person set for themselves, by what it is about, as JSON; seq: where their own log says so.
CREATE TABLE personal (
  user TEXT NOT NULL,
  about TEXT NOT NULL,
  value TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user, about)
) STRICT, WITHOUT ROWID;

-- Messages to be sent later; failed: why it could not be, when its time came.
CREATE TABLE schedule (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES person (id),
  conversation TEXT NOT NULL,
  at REAL NOT NULL,
  input TEXT NOT NULL,
  failed TEXT
) STRICT, WITHOUT ROWID;
-- In the order they are sent in; those that failed wait for their person, and not for a time.
CREATE INDEX schedule_at ON schedule (at, id) WHERE failed IS NULL;
CREATE INDEX schedule_user ON schedule (user);

-- Everybody has a conversation of their own from now on, with their id; made for those who are here.
INSERT INTO log (pos, conversation, seq, author, at, type, body)
  SELECT (SELECT max(pos) FROM log) + row_number() OVER (ORDER BY joined_at, id), id, 1, id,
    CAST(unixepoch('subsec') * 1000 AS INTEGER), 'conversation.created',
    json_object('kind', 'personal', 'name', '', 'topic', '', 'members', json_array(id))
  FROM person WHERE id NOT IN (SELECT id FROM conversation);
INSERT INTO conversation (id, kind, name, name_key, topic, creator)
  SELECT id, 'personal', '', '', '', id FROM person WHERE id NOT IN (SELECT id FROM conversation);
INSERT INTO stay (user, conversation, from_pos)
  SELECT person.id, person.id, log.pos FROM person JOIN log ON log.conversation = person.id AND log.seq = 1
  WHERE log.author = person.id AND log.id IS NULL;
INSERT INTO marker (user, conversation, seq)
  SELECT user, conversation, 1 FROM stay WHERE user = conversation;
`;
