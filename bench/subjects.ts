// Ours and the two it is compared with, each alone with the load while it is measured.
import { createTeam } from './fixtures.ts';
import type { DialectName, Target } from './load/dialects.ts';
import type { LoadFunctions } from './load/index.ts';
import { type Remote, startProcess } from './processes.ts';
import { type Server, startServer } from './servers/server.ts';

export const names = {
  lanline: 'Lanline',
  webSocketLoop: 'ws loop',
  chatExample: 'Socket.IO chat',
} as const satisfies Record<DialectName, string>;

export const dialects = Object.keys(names) as DialectName[];

const programs = {
  lanline: new URL('./servers/lanline.ts', import.meta.url),
  webSocketLoop: new URL('./baselines/webSocketLoop.ts', import.meta.url),
  chatExample: new URL('./baselines/chatExample.ts', import.meta.url),
};

export type Stage = { server: Server; load: Remote<LoadFunctions>; target: Target; before: number };

export type StageOptions = {
  people: number;
  /** What the people have already said. */
  messages?: number;
  /** For cases that count memory. */
  collect?: boolean;
};

/** A fresh server with its people, and a load process beside it; both end with `work`. */
export async function onStage<T>(
  dialect: DialectName,
  { people, messages = 0, collect = false }: StageOptions,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const team = dialect === 'lanline' ? await createTeam(people, messages) : undefined;
  const server = startServer(programs[dialect], team ? [team.folder] : [], collect);
  const load = startProcess<LoadFunctions>(new URL('./load/index.ts', import.meta.url));
  try {
    const port = await server.call('listen');
    const target: Target = { dialect, port, ...(team && { tokens: team.tokens, room: team.room }) };
    return await work({ server, load, target, before: team?.before ?? 0 });
  } finally {
    await load.stop();
    await server.stop();
    team?.remove();
  }
}
