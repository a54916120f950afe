// macOS: its firewall knows programs, not ports.
import type { Finding } from './finding.ts';
import type { System } from './system.ts';

const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
const firewall = 'macOS';

export async function macFirewall(system: System): Promise<Finding> {
  const state = globalState((await system.run(tool, ['--getglobalstate']))?.out ?? '');
  const facts = { firewall };
  if (state === null) return { state: 'unknown', text: 'cannotTell' };
  if (state === 'off') return { state: 'good', text: 'off', facts };
  if (state === 'blocksAll') return { state: 'bad', text: 'blocksAll', advice: 'macAll', facts };
  // The server is a helper inside the same bundle.
  const bundle = /^.*?\.app(?=\/)/.exec(system.program)?.[0] ?? system.program;
  const quoted = `'${bundle.replaceAll("'", String.raw`'\''`)}'`;
  const command = `sudo ${tool} --add ${quoted} && sudo ${tool} --unblockapp ${quoted}`;
  const apps = listedApps((await system.run(tool, ['--listapps']))?.out ?? '');
  const ours = apps.filter(({ path }) => path === bundle || path.startsWith(`${bundle}/`));
  if (ours.some(({ allowed }) => !allowed))
    return { state: 'bad', text: 'blockedApp', advice: 'allow', facts, command };
  return ours.length > 0
    ? { state: 'good', text: 'allowed', facts }
    : { state: 'warning', text: 'unseen', advice: 'allow', facts, command };
}

/** `socketfilterfw --getglobalstate`: "Firewall is enabled. (State = 1)". */
export function globalState(text: string): 'off' | 'on' | 'blocksAll' | null {
  const number = /\(State = (\d)\)/.exec(text)?.[1];
  if (number === undefined) return null;
  if (number === '0') return 'off';
  return number === '2' ? 'blocksAll' : 'on';
}

/** `socketfilterfw --listapps`: a path, and below it what is done with it. */
export function listedApps(text: string): { path: string; allowed: boolean }[] {
  const entry = /^\s*\d+\s*:\s*(\/.*?)\s*\n\s*\(\s*(Allow|Block) incoming connections\s*\)/gm;
  return [...text.matchAll(entry)].map(([, path = '', what]) => ({
    path,
    allowed: what === 'Allow',
  }));
}
