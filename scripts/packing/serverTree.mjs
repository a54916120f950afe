// The server alone as files on a Linux computer without a screen: its sources without their types, the packages they
// name, and the Node that runs them in the checkout, too. Electron could run them, without a window: but it needs the
// libraries of a desktop, five processes, and over a second before a verb begins.
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { runQuietly } from '../setup/run.mjs';
import { nodePath } from '../setup/runtime.mjs';
import { filledIn, writeDocs, writeInto } from './files.mjs';
import { packagesFor } from './libraries.mjs';
import { modulesOf } from './modules.mjs';
import { serverManual } from './serverManual.mjs';

const sources = ['server', 'src/shared', 'src/node'];

/**
 * @param {object} options
 * @param {string} options.tree a folder to make
 * @param {string} options.version
 * @returns {Promise<import('./deb.mjs').About>}
 */
export async function makeServerTree({ tree, version }) {
  const home = join(tree, 'usr', 'lib', 'lanline-server');
  mkdirSync(home, { recursive: true });
  await strip(home);
  for (const folder of modulesOf(sources)) copyModule(folder, home);
  cpSync(nodePath(), join(home, 'node'));
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const described = { name: 'lanline-server', version, type: about.type, license: about.license };
  writeInto(home, 'package.json', JSON.stringify(described));

  const share = join(tree, 'usr', 'share');
  writeDocs(tree, 'lanline-server', 'copyright.server');
  const licence = join(nodePath(), '..', '..', 'LICENSE');
  cpSync(licence, join(share, 'doc', 'lanline-server', 'LICENSE.node'));
  const command = filledIn('lanline-server.sh', version);
  writeInto(join(tree, 'usr', 'bin'), 'lanline-server', command, 0o755);
  writeInto(join(tree, 'usr', 'lib', 'systemd', 'system'), 'lanline-server.service', unit());
  const page = gzipSync(await serverManual(version));
  writeInto(join(share, 'man', 'man1'), 'lanline-server.1.gz', page);
  return {
    name: 'lanline-server',
    version,
    depends: packagesFor(home),
    description: [
      'server of a messenger for the people on one network',
      'For a computer that is always on, without a screen. Not needed beside the app,',
      'which can host a team, too.',
    ],
  };
}

/** @param {string} home */
async function strip(home) {
  const program = join(root, 'scripts', 'packing', 'strip.mjs');
  const quiet = '--disable-warning=ExperimentalWarning';
  const result = await runQuietly(nodePath(), [quiet, program, root, home, ...sources]);
  if (!result.ok) throw new Problem(`The server could not be packed:\n${result.output}`);
}

/**
 * @param {string} folder in the checkout
 * @param {string} home
 */
function copyModule(folder, home) {
  const from = join(root, folder);
  cpSync(from, join(home, folder), {
    recursive: true,
    filter: (path) => {
      const inside = path.slice(from.length);
      // What is nested comes as a package of its own.
      if (/[\\/]node_modules$/.test(inside)) return false;
      return !/\.\w+$/.test(basename(path)) || runsHere(basename(path), path);
    },
  });
}

const native = `${process.platform}-${process.arch}.node`;
const texts = /\.(map|md|markdown|ts|mts|cts|yml|gyp|gypi|h|cpp)$/;

/**
 * @param {string} name
 * @param {string} path
 */
function runsHere(name, path) {
  if (name.endsWith('.node')) return name === native;
  return (
    !/better-sqlite3[\\/](deps|src)[\\/]/.test(path) && (!texts.test(name) || /^licen/i.test(name))
  );
}

/** The one for a checkout, with this package's command, and without what is said there about checkouts. */
function unit() {
  const text = readFileSync(join(root, 'packaging', 'lanline-server.service'), 'utf8');
  const body = text.slice(text.indexOf('[Unit]'));
  return [
    '# systemctl enable --now lanline-server',
    '# journalctl -u lanline-server              its address, its four words, the owner’s link',
    '# lanline-server status --data /var/lib/lanline    and every other verb, as root',
    '# Settings: LANLINE_… variables, with systemctl edit lanline-server, or /var/lib/lanline/lanline.toml.',
    body.replace(/^ExecStart=.*$/m, 'ExecStart=/usr/bin/lanline-server start'),
  ].join('\n');
}
