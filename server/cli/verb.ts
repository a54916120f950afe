// What every verb of the command line is made of.
import type { ParseArgsOptionsConfig } from 'node:util';
import { Refusal } from '../../src/shared/errors.ts';
import type { Config, Flags } from '../config.ts';

/** The command line behind the verb, read and checked. */
export type Call = {
  config: Config;
  /** What is no option, in order. */
  words: string[];
  flags: Flags;
};

/** For a program, and for a person. */
export type Answer = { json: unknown; text: string };

export type Verb = {
  /** One line for the list of verbs. */
  summary: string;
  /** What `VERB --help` says before the settings. */
  usage: string;
  /** Options of its own. */
  flags?: ParseArgsOptionsConfig;
  run(call: Call): Promise<Answer>;
};

/** Exactly these words: `'revoke', 'ID'`. Throws INVALID otherwise. */
export function expectWords(given: string[], ...wanted: string[]): string[] {
  const unexpected = given[wanted.length];
  if (unexpected !== undefined)
    throw new Refusal('INVALID', `unexpected: ${unexpected} (try --help)`);
  const missing = wanted[given.length];
  if (missing !== undefined) throw new Refusal('INVALID', `${missing} is missing (try --help)`);
  return given;
}

/** Lines of columns, as wide as they need to be. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
