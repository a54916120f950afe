// Every packet of a test's network, written down by tcpdump and asked about in its own language.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from '../../scripts/setup/run.mjs';
import type { Lan } from './namespaces.ts';

export type Capture = {
  /** One line for each packet so far that the filter (pcap-filter(7)) matches. */
  packets(filter: string): Promise<string[]>;
  /** Whether some packet so far carried this text as it is. */
  carried(text: string): boolean;
  close(): Promise<void>;
};

/** Why this machine cannot capture; undefined when it can. */
export async function whyNoCapture(): Promise<string | undefined> {
  const found = await runQuietly('tcpdump', ['--version']);
  return found.ok ? undefined : 'tcpdump is not installed';
}

/** From when this resolves on, nothing on the network is missed. */
export async function startCapture({ middle }: Lan): Promise<Capture> {
  const folder = mkdtempSync(join(tmpdir(), 'lanline-capture-'));
  const file = join(folder, 'packets.pcap');
  const now = ['--immediate-mode', '--packet-buffered'];
  const tcpdump = middle.spawn('tcpdump', ['-i', 'lan', ...now, '-Z', 'root', '-w', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(tcpdump, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    tcpdump.stderr?.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes('listening on')) resolve();
    });
    void ended.then(() => reject(new Error(`tcpdump: ${said}`)));
  });
  return {
    async packets(filter) {
      const { ok, output } = await runQuietly('tcpdump', ['-nn', '-r', file, filter]);
      if (!ok) throw new Error(`tcpdump: ${output}`);
      return output.split('\n').filter((line) => /^\d\d:\d\d:\d\d/.test(line));
    },
    carried: (text) => readFileSync(file).includes(text),
    async close() {
      tcpdump.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
