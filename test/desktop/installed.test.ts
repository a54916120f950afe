// What somebody gets who installs the packages: on a copy of this machine, as ordinary users, with Chromium's sandbox
// on. Installed once; each test goes on where the one before stopped.
import { once } from 'node:events';
import { chmodSync, existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runQuietly } from '../../scripts/setup/run.mjs';
import { hasDesktop } from '../support/electron.ts';
import { freePort } from '../support/freePort.ts';
import { copyMachine, type Machine, type User, whyNoMachine } from '../support/machine.ts';
import { builtPackages, type Packages } from '../support/packages.ts';
import { hasEnded } from './support/app.ts';
import {
  display,
  endRestarted,
  install,
  type Installed,
  listen,
  openInstalled,
  ownedByNobody,
  processesOf,
  runThere,
  startInstalledAgain,
  writtenByOthers,
} from './support/installed.ts';
import { bringUpdate, hasOwnKeys, offerNewer, playPkexec } from './support/offering.ts';
import { hostTeam, joinTeam, message, openConversation, say, whenLine } from './support/steps.ts';

const cannot = await whyNot();
if (cannot) console.log(`Tests of the installed packages are skipped: ${cannot}.`);

async function whyNot(): Promise<string | undefined> {
  if (!hasDesktop) return 'there are no windows here';
  if (!(await runQuietly('dpkg-deb', ['--version'])).ok) return 'this system has no dpkg';
  return await whyNoMachine();
}

describe.skipIf(cannot)('installed on Debian', () => {
  let packages: Packages;
  let machine: Machine;
  let mara: User;
  let jonas: User;
  let host: Installed;
  let guest: Installed;
  let address: string;
  let before: string[];
  let pkexec: ReturnType<typeof playPkexec>;
  const ends: (() => unknown)[] = [];
  const later = (end: () => unknown): void => void ends.push(end);

  beforeAll(async () => {
    packages = await builtPackages();
    machine = await copyMachine(packages.folder);
    later(machine.close);
    mara = await machine.addUser('mara');
    jonas = await machine.addUser('jonas');
    before = machine.written();
    await install(machine, packages);
  }, 180_000);

  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  describe('the package', () => {
    const home = '/usr/lib/lanline';

    it('has the fuses of a program that is shipped', async () => {
      const wire = await getCurrentFuseWire(machine.path(`${home}/lanline`));
      const on = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
      expect({
        runAsNode: on(FuseV1Options.RunAsNode),
        nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
        inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
        cookies: on(FuseV1Options.EnableCookieEncryption),
        integrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
        onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
        file: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
      }).toEqual({
        runAsNode: false,
        nodeOptions: false,
        inspect: false,
        cookies: true,
        integrity: true,
        onlyAsar: true,
        file: false,
      });
    });

    it('holds what runs, for this system, and nothing else', () => {
      const archive = machine.path(`${home}/resources/app.asar`);
      const files = listPackage(archive, { isPack: false });
      expect(files).toContain('/out/main/storeWorker.cjs');
      expect(hasOwnKeys(archive, packages)).toBe(true);
      expect(
        files.filter((name) => /\.(map|ts|vue)$|\/(electron|vue|vitest)\//.test(name)),
      ).toEqual([]);
      const native = files.filter((name) => name.endsWith('.node'));
      expect(native.map((name) => name.split('/').at(-1))).toEqual([`linux-${process.arch}.node`]);
      expect(JSON.stringify(getRawHeader(archive).header)).toContain('"algorithm":"SHA256"');
      const unpacked = globSync(`${archive}.unpacked/**/*`).filter((path) =>
        statSync(path).isFile(),
      );
      expect(unpacked.map((path) => path.split('/').at(-1))).toEqual(
        native.map((name) => name.split('/').at(-1)),
      );
      expect(existsSync(machine.path(`${home}/resources/default_app.asar`))).toBe(false);
    });

    it('belongs to root, and only the sandbox may become root', async () => {
      const strange = '( ! -user root -o -perm /022 -o -perm /7000 )'.split(' ');
      const found = await machine.run(
        'find',
        home,
        '/usr/lib/lanline-server',
        '!',
        '-type',
        'l',
        ...strange,
      );
      expect(found).toBe(`${home}/chrome-sandbox`);
      expect(statSync(machine.path(`${home}/chrome-sandbox`)).mode & 0o7777).toBe(0o4755);
    });

    it('is known to the desktop', () => {
      const share = (name: string): string => machine.path(`/usr/share/${name}`);
      const entry = readFileSync(share('applications/lanline.desktop'), 'utf8');
      expect(entry).toContain('\nMimeType=x-scheme-handler/lanline;\n');
      expect(entry).toContain('\nExec=/usr/bin/lanline -- %u\n');
      for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
        const icon = readFileSync(share(`icons/hicolor/${size}x${size}/apps/lanline.png`));
        expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([size, size]);
      }
      expect(existsSync(share('icons/hicolor/scalable/apps/lanline.svg'))).toBe(true);
      for (const name of ['lanline', 'lanline-server'])
        expect(readFileSync(share(`doc/${name}/copyright`), 'utf8')).toContain(
          'Permission is hereby granted',
        );
      expect(existsSync(machine.path('/etc/xdg/autostart/lanline.desktop'))).toBe(false);
    });
  });

  it('two people of one computer talk, one hosts, and Chromium keeps its sandbox', async () => {
    host = await openInstalled(machine, mara, later);
    guest = await openInstalled(machine, jonas, later);
    address = await hostTeam(host.page, 'Riverside Lab', 'Mara Lind');
    await joinTeam(guest.page, address, 'Jonas Berg');
    for (const { page } of [host, guest]) await openConversation(page, 'general');
    await say(host.page, 'Is this the package?');
    await message(guest.page, 'Is this the package?').waitFor();
    await say(guest.page, 'It is.');
    await message(host.page, 'It is.').waitFor();

    const running = processesOf(mara);
    expect(running.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
    const windows = running.filter(({ command }) => command.includes('--type=renderer'));
    // Filtered system calls, in a namespace of processes of its own.
    expect(windows.map(({ seccomp }) => seccomp)).toEqual(['2']);
    expect(windows[0]?.namespace.split(/\s+/).length).toBeGreaterThan(1);
    expect(statSync(machine.path(`${mara.home}/.config/Lanline`)).mode & 0o777).toBe(0o700);
  });

  it('a second start with hostile arguments runs nothing and ends nothing', async () => {
    const owned = `${mara.home}/owned`;
    const script = `require('fs').writeFileSync(${JSON.stringify(owned)}, '')`;
    const tries: [string[], NodeJS.ProcessEnv][] = [
      [['-e', script], { ELECTRON_RUN_AS_NODE: '1' }],
      [['--inspect-brk=0', '--js-flags=--expose-gc'], { NODE_OPTIONS: `--require ${owned}.cjs` }],
      [['-r', `${owned}.cjs`, '/tmp', '--', 'x'.repeat(100_000)], {}],
      [['--', 'lanline://join/?to=../../../etc/passwd', '--remote-debugging-port=9'], {}],
      [[`lanline://${'%00'.repeat(20_000)}`], {}],
    ];
    await machine.run('sh', '-c', `echo "${script.replaceAll('"', "'")}" > ${owned}.cjs`);
    for (const [args, env] of tries) {
      const { code, err } = await startInstalledAgain(machine, mara, args, env);
      expect({ code, args: args.map((arg) => arg.slice(0, 40)) }).toMatchObject({ code: 0 });
      expect(err).not.toContain('Debugger listening');
    }
    expect(existsSync(machine.path(owned))).toBe(false);
    expect(hasEnded(host.process)).toBe(false);
    await whenLine(host.page, 'live');
  });

  it('a newer version is offered by the host, and brought by the app of the guest', async () => {
    pkexec = playPkexec(machine, jonas);
    await offerNewer(machine, mara, host.page, packages);
    await bringUpdate(guest.page);
    const file = `${jonas.home}/.config/Lanline/updates/${packages.newerApp}`;
    expect((await pkexec.asked()).at(-1)).toBe(file);
    // The person says no.
    await pkexec.answer(126);
    await guest.page.getByText(`sudo apt install '${file}'`).waitFor();
  }, 180_000);

  it('a newer version is installed while they talk, and everything is there after it', async () => {
    await guest.page.getByTestId('update-install').click();
    const [program = '', ...args] = await pkexec.asked();
    await machine.run(program, '-o', 'DPkg::Options::=--force-unsafe-io', ...args);
    expect(await machine.run('dpkg-query', '-f', '${Version}', '-W', 'lanline')).toBe('1.1.0');
    await guest.page.keyboard.press('Escape');
    await say(host.page, 'Still here?');
    await message(guest.page, 'Still here?').waitFor();
    const ended = once(guest.process, 'exit');
    await pkexec.answer(0);
    expect(await ended, guest.said()).toEqual([0, null]);
    pkexec.end();
    await endRestarted(jonas);
    await host.quit();
    expect([host.process.exitCode, host.process.signalCode], host.said()).toEqual([0, null]);

    host = await openInstalled(machine, mara, later);
    await openConversation(host.page, 'general');
    await message(host.page, 'It is.').waitFor();
    await whenLine(host.page, 'live');
    await say(host.page, 'Back again.');
    await host.quit();
  });

  it('says why there is no window: no display, not as root, a home that cannot be written', async () => {
    const without = await runThere(machine, mara, 'lanline', []);
    expect(without.code).toBe(1);
    expect(without.err).toMatch(/^lanline: there is no display here/);
    const elsewhere = await runThere(machine, mara, 'lanline', [], {
      ...display(),
      DISPLAY: ':9999',
    });
    expect(elsewhere.err).toContain('Missing X server or $DISPLAY');
    expect(elsewhere.code).not.toBe(0);
    await expect(machine.run('lanline')).rejects.toThrow('not as root');

    const ines = await machine.addUser('ines');
    await machine.run('chown', '-R', 'root', ines.home);
    chmodSync(machine.path(ines.home), 0o555);
    const child = machine.spawn(ines, 'lanline', ['--disable-gpu'], display());
    later(() => child.kill('SIGKILL'));
    await expect.poll(listen(child)).toContain('lanline: DATA_UNWRITABLE');
    child.kill('SIGKILL');
    await once(child, 'close');
  });

  it('lanline-server serves without a display, and its verbs answer as programs do', async () => {
    const server = (...args: string[]) => runThere(machine, jonas, 'lanline-server', args);
    const data = `${jonas.home}/team`;
    expect(await server('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d/) });
    expect(await server('nonsense')).toMatchObject({ code: 2, out: '' });
    const made = await server('init', '--data', data, '--json');
    expect(JSON.parse(made.out)).toMatchObject({ created: true, data });

    const port = String(await freePort());
    const quiet = ['--host', '127.0.0.1', '--no-announce', '--log-level', 'silent', '--port', port];
    const child = machine.spawn(jonas, 'lanline-server', [
      'start',
      '--json',
      '--data',
      data,
      ...quiet,
    ]);
    later(() => child.kill('SIGKILL'));
    if (child.stdout) await once(child.stdout, 'data');
    const status = await server('status', '--data', data, '--json');
    expect(JSON.parse(status.out)).toMatchObject({ running: true });
    expect(JSON.parse((await server('invite', '--data', data, '--json')).out)).toHaveProperty(
      'link',
    );
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);

    const taken = await server('start', '--data', `${jonas.home}/other`, ...quiet);
    expect(taken.code).toBe(1);
    expect(taken.err).toContain(port);
    expect((await runThere(machine, mara, 'lanline-server', ['status', '--data', data])).code).toBe(
      1,
    );
    expect((await server('backup', `${jonas.home}/team.backup`, '--data', data)).code).toBe(0);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  const systemd = (): boolean => existsSync('/usr/bin/systemd-analyze');
  it.runIf(systemd())('brings a service that is right, and that nobody started', async () => {
    const unit = '/usr/lib/systemd/system/lanline-server.service';
    expect(await machine.run('systemd-analyze', 'verify', unit)).toBe('');
    expect(globSync(machine.path('/etc/systemd/system/*/lanline-server.service'))).toEqual([]);
  });

  it('goes, and leaves what people wrote and nothing else', async () => {
    await machine.run('dpkg', '--remove', 'lanline', 'lanline-server');
    await machine.run('dpkg', '--purge', 'lanline', 'lanline-server');
    const left = machine
      .written()
      .filter((name) => !before.includes(name) && !writtenByOthers.test(name));
    expect(await ownedByNobody(machine, left)).toEqual([]);
    expect(
      globSync(machine.path(`${mara.home}/.config/Lanline/teams/*/server/team.db`)),
    ).toHaveLength(1);
    expect(existsSync(machine.path(`${jonas.home}/team/team.db`))).toBe(true);
    expect(existsSync(machine.path('/usr/lib/lanline'))).toBe(false);
  });
});
