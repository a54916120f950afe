// What every measured server tells of itself, ours and the baselines'.
import { type Remote, serveParent, startProcess } from '../processes.ts';

export type Usage = {
  /** Processor time of all its threads so far, in microseconds. */
  cpu: number;
  /** Resident memory, in bytes; what can be given back has been. */
  memory: number;
};

export type ServerFunctions = {
  /** Resolves with its port. */
  listen(): Promise<number>;
  usage(): Usage;
};
export type Server = Remote<ServerFunctions>;

/** In the server's process. */
export function serveBench(listen: () => Promise<number>, close: () => unknown): void {
  serveParent({ listen, usage }, close);
}

function usage(): Usage {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, memory: process.memoryUsage.rss() };
}

/** `collect`: give memory back before counting it. It costs time, so not where time is measured. */
export const startServer = (url: URL, args: string[] = [], collect = false): Server =>
  startProcess(url, args, collect ? ['--expose-gc'] : []);
