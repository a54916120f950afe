// `npm run bench`: measures, prints a table for each case, and writes the values where asked.
import { readFileSync, writeFileSync } from 'node:fs';
import type { BenchCase, Context, Report } from './case.ts';
import { app } from './cases/app.ts';
import { catchUp } from './cases/catchUp.ts';
import { fanOut } from './cases/fanOut.ts';
import { history } from './cases/history.ts';
import { idle } from './cases/idle.ts';
import { latency } from './cases/latency.ts';
import { reconnect } from './cases/reconnect.ts';
import { scroll } from './cases/scroll.ts';
import { search } from './cases/search.ts';
import { transports } from './cases/transports.ts';
import { type Machine, machine, machineLine } from './machine.ts';
import { type Options, readOptions, usage } from './options.ts';
import { tableOf } from './table.ts';

const cases: BenchCase[] = [
  latency,
  fanOut,
  idle,
  catchUp,
  reconnect,
  transports,
  history,
  search,
  scroll,
  app,
];

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(usage);
  else await bench(options);
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

type Result = Omit<Report, 'machine'> & { name: string; title: string };

async function bench(options: Options): Promise<void> {
  const chosen = chosenFrom(options.names);
  const from = options.from === undefined ? undefined : read(options.from);
  const here = from?.machine ?? machine();
  console.log(machineLine(here));
  const results: Result[] = [];
  for (const one of chosen) {
    const { name, title, table = tableOf } = one;
    const result = from
      ? from.results.find((taken) => taken.name === name)
      : await measured(one, options);
    if (!result) continue;
    results.push(result);
    const spread = result.runs === 1 ? 'one run' : `median of ${result.runs} (lowest–highest)`;
    console.log(`\n${title}: ${spread}\n${table(result.measures)}`);
    if (options.write !== undefined) one.write?.({ ...result, machine: here }, options.write);
  }
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ machine: here, results }, null, 2)}\n`);
}

/** Throws an Error for a name that no case has. */
function chosenFrom(wanted: string[]): BenchCase[] {
  const unknown = wanted.find((name) => !cases.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new Error(`no case ${unknown}; there are ${cases.map(({ name }) => name).join(', ')}`);
  return cases.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}

async function measured({ name, title, usualRuns = 3, run }: BenchCase, options: Options) {
  const runs = options.runs ?? (options.quick ? 1 : usualRuns);
  const date = new Date().toISOString();
  return { name, title, date, runs, measures: await run(contextOf(options, name, runs)) };
}

function read(file: string): { machine: Machine; results: Result[] } {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function contextOf({ quick, sizes }: Options, name: string, runs: number): Context {
  return {
    runs,
    size: (what, usual, small = Math.max(1, Math.round(usual / 10))) =>
      sizes.get(what) ?? (quick ? small : usual),
    progress: (text) => process.stderr.write(`  ${name}: ${text}\n`),
  };
}
