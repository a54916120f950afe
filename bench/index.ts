// `npm run bench`: measures, prints a table for each case, and writes the values where asked.
import { writeFileSync } from 'node:fs';
import type { BenchCase, Context, Measure } from './case.ts';
import { app } from './cases/app.ts';
import { catchUp } from './cases/catchUp.ts';
import { fanOut } from './cases/fanOut.ts';
import { history } from './cases/history.ts';
import { idle } from './cases/idle.ts';
import { latency } from './cases/latency.ts';
import { reconnect } from './cases/reconnect.ts';
import { scroll } from './cases/scroll.ts';
import { search } from './cases/search.ts';
import { machine, machineLine } from './machine.ts';
import { type Options, readOptions, usage } from './options.ts';
import { tableOf } from './table.ts';

const cases: BenchCase[] = [
  latency,
  fanOut,
  idle,
  catchUp,
  reconnect,
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

async function bench(options: Options): Promise<void> {
  const chosen = cases.filter(
    ({ name }) => options.names.length === 0 || options.names.includes(name),
  );
  const unknown = options.names.find((name) => !cases.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new Error(`no case ${unknown}; there are ${cases.map(({ name }) => name).join(', ')}`);
  const here = machine();
  console.log(machineLine(here));
  const results: { name: string; title: string; measures: Measure[] }[] = [];
  for (const { name, title, run } of chosen) {
    const measures = await run(contextOf(options, name));
    results.push({ name, title, measures });
    console.log(`\n${title}: median of ${options.runs} (lowest–highest)\n${tableOf(measures)}`);
  }
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ machine: here, results }, null, 2)}\n`);
}

function contextOf({ runs, quick, sizes }: Options, name: string): Context {
  return {
    runs,
    size: (what, usual) => sizes.get(what) ?? (quick ? Math.max(1, Math.round(usual / 10)) : usual),
    progress: (text) => process.stderr.write(`  ${name}: ${text}\n`),
  };
}
