// Check 3: does another program hold the port that our server wants, and which?
import { DEFAULT_PORT } from '../../shared/protocol.ts';
import { type Finding, listed } from './finding.ts';
import { knock } from './knock.ts';
import { portHolder } from './portHolder.ts';
import type { System } from './system.ts';
import type { HostedTeam } from './teams.ts';

/** `usual`: the port that an address means when it names none. */
export async function checkPort(
  hosted: readonly HostedTeam[],
  system: System,
  usual: number = DEFAULT_PORT,
): Promise<Finding> {
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
  const ports = hosted.map(({ state, port }) => (state.state === 'running' ? state.port : port));
  const facts = { ports: listed(ports.map(String)) };
  if (failed.length > 0) return { state: 'unknown', text: 'notAsked', facts };
  const [port = usual] = ports;
  if (ports.includes(usual) || (await knock('127.0.0.1', usual)) !== 'open')
    return { state: 'good', text: 'ours', facts };
  // The server moved on by itself. Found teams are followed; typed addresses and firewalls know one port only.
  const holder = await portHolder(usual, system);
  return {
    state: 'warning',
    ...(holder
      ? { text: 'movedBy', facts: { ...facts, usual, port, holder } }
      : { text: 'moved', facts: { ...facts, usual, port } }),
    advice: 'withPort',
  };
}

/** Shows an administrator who holds it. */
function whoCommand(port: number, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `netstat -ano -p TCP | findstr :${port}`;
  if (platform === 'darwin') return `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`;
  return `sudo ss -lptn 'sport = :${port}'`;
}
