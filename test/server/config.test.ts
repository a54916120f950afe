// Settings from the command line, the environment and a file: the nearest counts, the wrong is named.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInvocation } from '../../server/cli/invocation.ts';
import {
  type Config,
  type Environment,
  settingsFlags,
  settingsUsage,
} from '../../server/config.ts';
import { testFolder } from '../support/folder.ts';

/** What `start` would be started with; what it says instead of starting. */
function read(args: string[], environment: Environment = {}): Config {
  const invocation = readInvocation(['start', ...args], environment, '1.2.3');
  if (invocation.action !== 'run') throw new Error('prints');
  return invocation.call.config;
}

function complaint(args: string[], environment: Environment = {}): string {
  try {
    return JSON.stringify(read(args, environment));
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
}

/** A data folder with this file in it. */
function folderWith(name: string, content: string): string {
  const folder = testFolder();
  writeFileSync(join(folder, name), content);
  return folder;
}

describe('settings', () => {
  test('are as usual unless told', () => {
    const data = testFolder();
    expect(read(['--data', data])).toEqual({
      data,
      port: 7788,
      name: 'Lanline',
      insecure: false,
      announce: true,
      'spoken-codes': true,
      'host-name': [],
      'log-level': 'info',
    });
  });

  test('come from all three places, the nearest counts', () => {
    const data = folderWith(
      'lanline.json',
      JSON.stringify({
        port: 1,
        name: 'File',
        door: 'open',
        insecure: true,
        'host-name': ['f.example'],
      }),
    );
    const environment = {
      LANLINE_DATA: data,
      LANLINE_PORT: '2',
      LANLINE_NAME: 'Environment',
      LANLINE_HOST_NAME: 'a.example, b.example',
      LANLINE_LOG_LEVEL: 'warn',
      LANLINE_ANNOUNCE: 'no',
    };
    expect(read(['--port', '3', '--no-insecure'], environment)).toMatchObject({
      data,
      port: 3,
      name: 'Environment',
      door: 'open',
      insecure: false,
      announce: false,
      'host-name': ['a.example', 'b.example'],
      'log-level': 'warn',
    });
    expect(read(['--data', data])).toMatchObject({
      port: 1,
      name: 'File',
      insecure: true,
      'host-name': ['f.example'],
    });
  });

  test('stand in a file of either kind, wherever it is', () => {
    const data = folderWith(
      'lanline.toml',
      'port = 81\nname = "Töml"\nannounce = false\nhost-name = "t.example"\n',
    );
    expect(read(['--data', data])).toMatchObject({
      port: 81,
      name: 'Töml',
      announce: false,
      'host-name': ['t.example'],
    });
    const elsewhere = folderWith(
      'box.toml',
      'data = "messages"\nhost-name = ["t.example"]\ncertificate = "tls/chain.pem"\nkey = "/etc/key.pem"\n',
    );
    const file = join(elsewhere, 'box.toml');
    const expected = {
      data: join(elsewhere, 'messages'),
      certificate: join(elsewhere, 'tls', 'chain.pem'),
      key: '/etc/key.pem',
    };
    expect(read(['--config', file])).toMatchObject(expected);
    expect(read([], { LANLINE_CONFIG: file })).toMatchObject(expected);
    // The file that is named counts instead of the folder's own.
    expect(read(['--config', file, '--data', data])).toMatchObject({ data, port: 7788 });
  });

  test('may be left empty in the environment, as compose files do', () => {
    const environment = { LANLINE_PORT: '', LANLINE_NAME: '', LANLINE_CONFIG: '' };
    expect(read(['--data', testFolder()], environment)).toMatchObject({
      port: 7788,
      name: 'Lanline',
    });
  });

  test('are all told of, and there are no others', () => {
    const told = [...settingsUsage.matchAll(/^ {2}--(no-)?([a-z-]+)/gm)].map(([, , name]) => name);
    expect(new Set(told)).toEqual(new Set(Object.keys(settingsFlags)));
  });
});

describe('what is wrong is named', () => {
  const cases: [setting: string, value: string, rule: string][] = [
    ['port', 'seven', 'must be a number from 0 to 65535'],
    ['port', '65536', 'must be a number from 0 to 65535'],
    ['port', '-1', 'must be a number from 0 to 65535'],
    ['port', '1.5', 'must be a number from 0 to 65535'],
    ['port', '0x50', 'must be a number from 0 to 65535'],
    ['port', ' ', 'must be a number from 0 to 65535'],
    ['host', 'example.org', 'must be an IP address'],
    ['name', ' ', 'empty'],
    ['name', 'x'.repeat(41), 'longer than 40 characters'],
    ['door', 'ajar', 'must be one of invite, ask, open'],
    ['host-name', 'not a name', 'must be a host name'],
    ['host-name', 'a.example,,b.example', 'must be a host name'],
    ['log-level', 'loud', 'must be one of trace, debug, info, warn, error, silent'],
  ];

  test.each(cases)('on the command line: %s %j', (setting, value, rule) =>
    expect(complaint([`--${setting}=${value}`])).toBe(`INVALID: --${setting}: ${rule}`),
  );

  test.each(cases)('in the environment: %s %j', (setting, value, rule) => {
    const variable = `LANLINE_${setting.toUpperCase().replace('-', '_')}`;
    expect(complaint([], { [variable]: value })).toBe(
      `INVALID: ${variable}: ${rule} (environment)`,
    );
  });

  test.each(cases)('in a file: %s %j', (setting, value, rule) => {
    const data = folderWith('lanline.json', JSON.stringify({ [setting]: value }));
    expect(complaint(['--data', data])).toBe(
      `INVALID: ${setting}: ${rule} (${join(data, 'lanline.json')})`,
    );
  });

  test.each([
    [['--port', ''], '--port: must be a number from 0 to 65535'],
    [['--data', ''], '--data: must name a folder'],
    [['--name', ''], '--name: empty'],
    [['--config', ''], '--config: must name a file'],
    [['--port'], "Option '--port <value>' argument missing (try --help)"],
    [['--colour', 'red'], "Unknown option '--colour' (try --help)"],
    [['--certificate', 'x.pem'], 'certificate: needs key as well'],
    [['--key', 'x.pem'], 'key: needs certificate as well'],
    [['--key', 'x.pem', '--certificate', 'y.pem'], 'certificate: needs host-name as well'],
  ])('that no file could say: %j', (args, message) =>
    expect(complaint(args)).toBe(`INVALID: ${message}`),
  );

  test.each([
    ['LANLINE_INSECURE', 'perhaps', 'LANLINE_INSECURE: must be true or false (environment)'],
    ['LANLINE_ANNOUNCE', '2', 'LANLINE_ANNOUNCE: must be true or false (environment)'],
  ])('of a switch: %s', (variable, value, message) =>
    expect(complaint([], { [variable]: value })).toBe(`INVALID: ${message}`),
  );

  test.each([
    ['{"port": "80", "colour": 1, "prot": 2}', 'colour, prot: no such setting (FILE)'],
    ['{"port": true}', 'port: must be a number from 0 to 65535 (FILE)'],
    ['{"port": null}', 'port: must be a number from 0 to 65535 (FILE)'],
    ['{"insecure": 1}', 'insecure: must be true or false (FILE)'],
    ['{"host-name": [1]}', 'host-name: must be a host name or a list of them (FILE)'],
    ['{"data": "/elsewhere"}', 'data: a file in the data folder cannot name another (FILE)'],
    ['[]', 'FILE: must be a table of settings'],
    ['null', 'FILE: must be a table of settings'],
  ])('in a file: %s', (content, message) => {
    const data = folderWith('lanline.json', content);
    const expected = message.replace('FILE', join(data, 'lanline.json'));
    expect(complaint(['--data', data])).toBe(`INVALID: ${expected}`);
  });

  test('in a file that is not what its name says', () => {
    const json = folderWith('lanline.json', 'port = 80');
    expect(complaint(['--data', json])).toMatch(/^INVALID: .*lanline\.json: not JSON: /);
    const toml = folderWith('lanline.toml', '{"port": 80}');
    expect(complaint(['--data', toml])).toMatch(/^INVALID: .*lanline\.toml: not TOML: [^\n]+$/);
  });

  test('in a file that cannot be read, or in two', () => {
    const folder = testFolder();
    const nowhere = join(folder, 'nowhere.json');
    expect(complaint(['--config', nowhere])).toBe(`INVALID: cannot read ${nowhere}: ENOENT`);
    mkdirSync(join(folder, 'lanline.json'));
    expect(complaint(['--data', folder])).toMatch(/^INVALID: cannot read .*: EISDIR$/);
    chmodSync(folder, 0o700);
    writeFileSync(join(folder, 'lanline.toml'), '');
    expect(complaint(['--data', folder])).toMatch(
      /^INVALID: there are .* and .*: keep one of them$/,
    );
  });
});
