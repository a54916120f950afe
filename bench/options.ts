// The command line of the benchmarks.
import { parseArgs } from 'node:util';

export const usage = `Usage: npm run bench -- [names…] [options]

  names               which cases; all of them without a name
  --json FILE         write all values there too
  --from FILE         print, or write, what was measured before; measures nothing
  --write FOLDER      let the cases that have a document write it there: transports
  --runs N            how often each is measured (default: 3; transports: 1)
  --quick             once, and with small fixtures: to see that everything works
  --size NAME=N       another size for a fixture, as a case names it
`;

export type Options = {
  names: string[];
  json?: string;
  from?: string;
  write?: string;
  /** Undefined: as is usual for each. */
  runs?: number;
  quick: boolean;
  sizes: Map<string, number>;
};

/** Throws an Error with words for people. */
export function readOptions(argv: string[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      from: { type: 'string' },
      write: { type: 'string' },
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      size: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const sizes = new Map<string, number>();
  for (const given of values.size) {
    const [name = '', number] = given.split('=');
    sizes.set(name, positive(number, `--size ${given}`));
  }
  const { json, from, write, quick } = values;
  const runs = values.runs === undefined ? undefined : positive(values.runs, '--runs');
  return {
    names: positionals,
    ...(json !== undefined && { json }),
    ...(from !== undefined && { from }),
    ...(write !== undefined && { write }),
    ...(runs !== undefined && { runs }),
    quick,
    sizes,
  };
}

function positive(text: string | undefined, what: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${what}: not a whole number`);
  return number;
}
