// A verb reaches its team: through the server that runs on the folder, or, where none runs, by opening
// the folder itself for as long as the verb takes.
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/commands.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Backup } from '../backup.ts';
import type { Config } from '../config.ts';
import type { Status } from '../status.ts';
import { connectControl } from './control.ts';
import { holdsTeam } from './places.ts';

export type Console = {
  /** Runs a command as the server itself; throws the failure. */
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  status(): Promise<Status>;
  /** A new key; answers the status after it. */
  rotateKey(): Promise<Status>;
  /** Everything, as one file of so many bytes. */
  backup(): Promise<Backup>;
  close(): Promise<void>;
};

// A server takes its folder a moment before it can be spoken to, and gives it back a moment after.
const patienceMs = 5000;

/** Throws NOT_FOUND when there is no team in the folder, DATA_IN_USE when it is busy with something else. */
export async function openConsole(config: Config): Promise<Console> {
  const { data } = config;
  if (!holdsTeam(data))
    throw new Refusal('NOT_FOUND', `there is no team in ${data} (lanline-server init makes one)`);
  const until = performance.now() + patienceMs;
  for (;;) {
    const running = await connectControl(data);
    if (running) return running;
    try {
      // Loaded here: beside a server that runs it is not needed.
      const { openFolder } = await import('./folder.ts');
      return await openFolder(config);
    } catch (error) {
      const busy = error instanceof Refusal && error.code === 'DATA_IN_USE';
      if (!busy || performance.now() > until) throw error;
    }
    await pause(100);
  }
}

/** Opens a console, works with it, closes it. */
export async function withConsole<T>(
  config: Config,
  work: (console: Console) => Promise<T>,
): Promise<T> {
  const console = await openConsole(config);
  try {
    return await work(console);
  } finally {
    await console.close();
  }
}
