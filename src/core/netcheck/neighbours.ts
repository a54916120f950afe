// Which computers of the own networks this one has exchanged packets with lately.
import { type System, windowsCommand } from './system.ts';

/** IPv4 addresses that answered; nobody is asked. */
export async function neighbours(system: System): Promise<string[]> {
  if (system.platform === 'linux') return parseProcArp((await system.read('/proc/net/arp')) ?? '');
  const arp =
    system.platform === 'win32'
      ? await system.run(windowsCommand('arp.exe'), ['-a'])
      : await system.run('/usr/sbin/arp', ['-an']);
  return parseArp(arp?.out ?? '');
}

/** Linux, /proc/net/arp. Without flag 2 nobody answered. */
function parseProcArp(text: string): string[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , flags = '']) => (parseInt(flags, 16) & 2) !== 0)
    .map(([address = '']) => address);
}

/** `arp -an` of macOS and `arp -a` of Windows: an IPv4 address and, behind it, that of a network card. */
function parseArp(text: string): string[] {
  const entry = /(\d+\.\d+\.\d+\.\d+)\)?\s+(?:at\s+)?([0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5})\b/gi;
  return [...text.matchAll(entry)]
    .filter(([, , card = '']) => !/^(ff|0?1[:-]0?0[:-]5e)[:-]/i.test(card))
    .map(([, address = '']) => address);
}
