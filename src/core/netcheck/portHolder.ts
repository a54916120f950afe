// Which program listens on a TCP port, as far as this user may know.
import { readdir, readlink } from 'node:fs/promises';
import { type System, windowsCommand } from './system.ts';

/** "name (process id)"; null when it cannot be told, as for another user's program. */
export function portHolder(port: number, system: System): Promise<string | null> {
  if (system.platform === 'linux') return onLinux(port, system);
  return system.platform === 'win32' ? onWindows(port, system) : onUnix(port, system);
}

/** The sockets' numbers of everything that listens on that port; /proc/net/tcp and tcp6 alike. */
export function listeningSockets(text: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(`:${wanted}`) && state === '0A')
    .map((columns) => columns[9] ?? '')
    .filter((inode) => inode !== '' && inode !== '0');
}

/** `netstat -ano -p TCP`: the process that listens; found by its numbers, for the words are translated. */
export function netstatListener(text: string, port: number): string | null {
  const line = new RegExp(
    `^\\s*TCP\\s+\\S+:${port}\\s+(?:0\\.0\\.0\\.0|\\[::\\]):0\\s.*?(\\d+)\\s*$`,
    'm',
  );
  return line.exec(text)?.[1] ?? null;
}

/** `tasklist /FO CSV /NH`: the name of the one process asked for. */
export const tasklistName = (text: string): string | null => /^"([^"]+)"/m.exec(text)?.[1] ?? null;

/** `lsof -Fpc`: p and c lines. */
export function lsofHolder(text: string): string | null {
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  const name = /^c(.+)$/m.exec(text)?.[1];
  return pid && name ? `${name} (${pid})` : null;
}

async function onLinux(port: number, system: System): Promise<string | null> {
  const tables = [await system.read('/proc/net/tcp'), await system.read('/proc/net/tcp6')];
  const sockets = new Set(
    tables
      .flatMap((text) => listeningSockets(text ?? '', port))
      .map((inode) => `socket:[${inode}]`),
  );
  if (sockets.size === 0) return null;
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of processes) {
    if (!(await holds(`/proc/${pid}/fd`, sockets))) continue;
    const name = (await system.read(`/proc/${pid}/comm`))?.trim();
    return name ? `${name} (${pid})` : null;
  }
  return null;
}

/** Other users' processes, and those that just ended, hold nothing that we may see. */
async function holds(folder: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const open = await readdir(folder).catch(() => []);
  for (const fd of open) {
    const target = await readlink(`${folder}/${fd}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

async function onWindows(port: number, system: System): Promise<string | null> {
  const listed = await system.run(windowsCommand('netstat.exe'), ['-ano', '-p', 'TCP']);
  const pid = netstatListener(listed?.out ?? '', port);
  if (pid === null) return null;
  const asked = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
  const named = await system.run(windowsCommand('tasklist.exe'), asked);
  const name = tasklistName(named?.out ?? '');
  return name === null ? null : `${name} (${pid})`;
}

async function onUnix(port: number, system: System): Promise<string | null> {
  const asked = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return lsofHolder((await system.run('/usr/sbin/lsof', asked))?.out ?? '');
}
