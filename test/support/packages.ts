// The packages for Debian as `npm run dist` makes them of this checkout, in haste; made once for each state of it.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeAppDeb, makeServerDeb } from '../../scripts/packing/debs.mjs';
import { findElectron } from '../../scripts/setup/electron.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { runQuietly } from '../../scripts/setup/run.mjs';

/** File names in `folder`. `key`: whose updates the app takes. */
export type Packages = {
  folder: string;
  app: string;
  newerApp: string;
  server: string;
  key: string;
};

const names = {
  app: 'lanline.deb',
  newerApp: `lanline_1.1.0_${process.arch === 'x64' ? 'amd64' : process.arch}.deb`,
  server: 'lanline-server.deb',
  key: 'release.pem',
};

export async function builtPackages(): Promise<Packages> {
  const cache = join(root, 'node_modules', '.cache', 'packages');
  const folder = join(cache, contentHash());
  const packages = { folder, ...names };
  removeOld(cache);
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date());
    return packages;
  }
  const electron = findElectron();
  if (!electron) throw new Error('there is no Electron here');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'partial-'));
  const key = newKey(join(work, names.key));
  const app = await withReleaseKey(key, () =>
    makeAppDeb({ electron, version: '1.0.0', into: work, fast: true }),
  );
  renameSync(app.file, join(work, names.app));
  const control = join(app.tree, 'DEBIAN', 'control');
  writeFileSync(control, readFileSync(control, 'utf8').replace('Version: 1.0.0', 'Version: 1.1.0'));
  const newer = ['--root-owner-group', '-Znone', '--build', app.tree, join(work, names.newerApp)];
  const { ok, output } = await runQuietly('dpkg-deb', newer);
  if (!ok) throw new Error(output);
  rmSync(dirname(app.tree), { recursive: true });
  const server = await makeServerDeb({ version: '1.0.0', into: work, fast: true });
  renameSync(server.file, join(work, names.server));
  rmSync(dirname(server.tree), { recursive: true });
  // Somebody else may have been faster.
  if (existsSync(folder)) rmSync(work, { recursive: true });
  else renameSync(work, folder);
  return packages;
}

async function withReleaseKey<T>(file: string, work: () => Promise<T>): Promise<T> {
  const name = 'LANLINE_RELEASE_KEY';
  const before = process.env[name];
  process.env[name] = file;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** Of this run and this folder only. */
function newKey(file: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return file;
}

/** Each state takes half a gigabyte; another run may be at work with one. */
function removeOld(cache: string): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > keepMs)
      rmSync(path, { recursive: true, force: true });
  }
}

const keepMs = 15 * 60 * 1000;

const made = ['out/main', 'out/preload', 'out/renderer', 'resources', 'LICENSE', 'CHANGELOG.md'];
const making = ['packaging', 'scripts/packing', 'package.json', 'package-lock.json'];
const serving = ['server', 'src/shared', 'src/node'];

/** Of everything that becomes a package or decides how. */
function contentHash(): string {
  const hash = createHash('sha256').update(findElectron() ?? '');
  for (const path of [...made, ...making, ...serving].flatMap(filesOf))
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((name) => statSync(join(root, name)).isFile())
    .toSorted();
}
