// Computers that are not here: what they answer, as it was recorded. And what a person would read of a finding.
import { readFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { expect } from 'vitest';
import { createI18n } from 'vue-i18n';
import type { Finding } from '../../../src/core/netcheck/finding.ts';
import { type OwnAddress, ownAddresses } from '../../../src/core/netcheck/networks.ts';
import type { Answer, Interfaces, System } from '../../../src/core/netcheck/system.ts';
import type { CheckName } from '../../../src/shared/rows.ts';

export type Recording = {
  platform: NodeJS.Platform;
  program?: string;
  interfaces?: Interfaces;
  /** Texts of files; a file without text exists and cannot be read. */
  files?: Record<string, string | null>;
  /** By what the command line ends with: its output, or code and output. */
  commands?: Record<string, string | Answer>;
};

export const recorded = (recording: Recording): System => ({
  platform: recording.platform,
  program: recording.program ?? '/opt/Lanline/lanline',
  interfaces: () => recording.interfaces ?? {},
  read: async (path) => recording.files?.[path] ?? null,
  exists: async (path) => Object.hasOwn(recording.files ?? {}, path),
  async run(file, args) {
    const line = [file, ...args].join(' ');
    const [, answer] =
      Object.entries(recording.commands ?? {}).find(([known]) => line.endsWith(known)) ?? [];
    return typeof answer === 'string' ? { code: 0, out: answer } : (answer ?? null);
  },
});

/** An IPv4 interface as node:os tells it: `interfaceOf('192.168.1.20/24')`. */
export function interfaceOf(cidr: string): NetworkInterfaceInfo[] {
  const [address = '', prefix = ''] = cidr.split('/');
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  const bits = Number(prefix);
  const netmask = [0, 1, 2, 3]
    .map((at) => (0xff00 >> Math.max(0, Math.min(8, bits - 8 * at))) & 0xff)
    .join('.');
  const common = { address, netmask, mac: '02:00:00:00:00:01', internal: false, cidr };
  return family === 'IPv4' ? [{ ...common, family }] : [{ ...common, family, scopeid: 0 }];
}

export const own = (networks: Record<string, string>): OwnAddress[] =>
  ownAddresses(
    Object.fromEntries(Object.entries(networks).map(([name, cidr]) => [name, interfaceOf(cidr)])),
  );

type Words = { [key: string]: string | Words };
const messages = Object.fromEntries(
  ['en', 'zh-CN'].map((locale) => {
    const file = new URL(`../../../src/renderer/locales/${locale}.json`, import.meta.url);
    return [locale, JSON.parse(readFileSync(file, 'utf8')) as Words];
  }),
);
const i18n = createI18n({ legacy: false, locale: 'en', messages });

/** Fails unless both languages word this finding, with nothing in it left open. */
export function expectWorded(check: CheckName, { text, advice, facts = {} }: Finding): void {
  const { t, te, locale } = i18n.global;
  const keys = [`check.${check}.title`, `check.${check}.${text}`];
  if (advice) keys.push(`check.${check}.advice.${advice}`);
  for (const language of Object.keys(messages)) {
    locale.value = language;
    for (const key of keys) {
      expect(te(key), `${language} ${key}`).toBe(true);
      // What has no fact is left as it is, so a fact that shows itself finds every gap.
      const shown = Object.fromEntries(Object.keys(facts).map((fact) => [fact, '#']));
      expect(t(key, shown), `${language} ${key}`).not.toMatch(/[{}]|: $/);
      for (const fact of wantedBy(language, key))
        expect(facts, `${language} ${key}`).toHaveProperty(fact);
    }
  }
}

/** The facts that a text speaks of. */
function wantedBy(language: string, key: string): string[] {
  const text = key
    .split('.')
    .reduce<string | Words | undefined>(
      (words, part) => (typeof words === 'object' ? words[part] : undefined),
      messages[language],
    );
  if (typeof text !== 'string') return [];
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
