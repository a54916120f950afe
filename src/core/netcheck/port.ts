// Check 3: is the port that our server wants held by another program, and by which?
import { type Finding, listed } from './finding.ts';
import { portHolder } from './portHolder.ts';
import type { System } from './system.ts';
import type { HostedTeam } from './teams.ts';

export async function checkPort(hosted: readonly HostedTeam[], system: System): Promise<Finding> {
  if (hosted.length === 0) return { state: 'good', text: 'notNeeded' };
  const failed = hosted.filter(({ state }) => state.state === 'failed');
  const taken = failed.find(
    ({ state }) => state.state === 'failed' && state.error.code === 'PORT_IN_USE',
  );
  if (taken) {
    const { port } = taken;
    const holder = await portHolder(port, system);
    return {
      state: 'bad',
      ...(holder
        ? { text: 'takenBy', facts: { port, holder } }
        : { text: 'taken', facts: { port }, command: whoCommand(port, system.platform) }),
      advice: 'free',
    };
  }
  const ports = listed(
    hosted.map(({ state, port }) => `${state.state === 'running' ? state.port : port}`),
  );
  return failed.length > 0
    ? { state: 'unknown', text: 'notAsked', facts: { ports } }
    : { state: 'good', text: 'ours', facts: { ports } };
}

/** Shows an administrator who holds it. */
function whoCommand(port: number, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `netstat -ano -p TCP | findstr :${port}`;
  if (platform === 'darwin') return `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`;
  return `sudo ss -lptn 'sport = :${port}'`;
}
