// The fourth version of a computer's history: who of the people is a program.

/** Logs from before may hold some, whom nobody told apart then. */
export const history4 = `
ALTER TABLE person ADD COLUMN bot INTEGER NOT NULL DEFAULT 0;
UPDATE person SET bot = 1 WHERE id IN (
  SELECT body ->> '$.person.id' FROM event
  WHERE type IN ('person.joined', 'person.changed') AND body ->> '$.person.bot'
);
`;
