// What a benchmark is: a case measures something, for the program and for what it is compared with.
import type { Machine } from './machine.ts';

/** Who is measured. A case of the client may add its own, as a bare window. */
export type Subject = string;

export type Measure = {
  /** As the table's first column says it. */
  name: string;
  unit: string;
  /** One value for each run. */
  values: Record<Subject, number[]>;
};

export type Context = {
  /** How often to measure; the table shows the median. */
  runs: number;
  /** A number the case depends on, unless the command line says otherwise. `quick`: enough to see that it works. */
  size(name: string, usual: number, quick?: number): number;
  /** Says what is going on, while it is going on. */
  progress(text: string): void;
};

export type BenchCase = {
  /** As the command line names it. */
  name: string;
  /** The table's heading. */
  title: string;
  run(context: Context): Promise<Measure[]>;
  /** Where three would take too long. */
  usualRuns?: number;
  /** Its figures as text, where one table is not enough. */
  table?(measures: Measure[]): string;
  /** Writes them into a folder of documents; what is there already may have been completed by hand. */
  write?(report: Report, folder: string): void;
};

export type Report = {
  measures: Measure[];
  runs: number;
  /** When they were taken: ISO 8601. */
  date: string;
  machine: Machine;
};

/** Gathers values while a case runs. */
export function createMeasures() {
  const measures = new Map<string, Measure>();
  return {
    add(name: string, unit: string, subject: Subject, value: number): void {
      const measure = measures.get(name) ?? { name, unit, values: {} };
      measures.set(name, measure);
      (measure.values[subject] ??= []).push(value);
    },
    all: (): Measure[] => [...measures.values()],
  };
}
