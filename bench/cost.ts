// What a program and all it has started cost, as Linux counts it: memory that is shared counts once,
// divided among those who share it.
import { readdirSync, readFileSync } from 'node:fs';

export type Work = {
  /** Milliseconds of processor time so far. */
  cpuMs: number;
  /** How often a thread has been woken so far: it had waited of its own will. */
  wakeUps: number;
};

/** Undefined where the system does not say. */
export const canCount = process.platform === 'linux';

/** The process and all that descend from it, while they are there. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid)) parents.set(pid, parentOf(pid));
  }
  const tree = [root];
  for (const pid of tree)
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Mebibytes, proportional (PSS). */
export function memoryOf(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) =>
    numberIn(read(`/proc/${pid}/smaps_rollup`), /^Pss:\s+(\d+) kB/m),
  );
  return sum(kibibytes) / 1024;
}

export function workOf(pids: readonly number[]): Work {
  const threads = pids.flatMap((pid) =>
    list(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`),
  );
  return {
    // Nanoseconds on a processor come first.
    cpuMs: sum(threads.map((thread) => Number(read(`${thread}/schedstat`).split(' ')[0]))) / 1e6,
    wakeUps: sum(
      threads.map((thread) =>
        numberIn(read(`${thread}/status`), /^voluntary_ctxt_switches:\s+(\d+)/m),
      ),
    ),
  };
}

/** The fourth field, behind a name that may hold anything. */
const parentOf = (pid: number): number =>
  Number(/.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0);

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Empty when it has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
