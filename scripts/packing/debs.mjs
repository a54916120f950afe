// The two packages for Debian and its like: the app, and the server alone.
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { packApp } from './app.mjs';
import { makeAppTree } from './appTree.mjs';
import { packDeb } from './deb.mjs';
import { makeServerTree } from './serverTree.mjs';

const script = (/** @type {string} */ name) =>
  readFileSync(join(root, 'packaging', 'linux', name), 'utf8');

/**
 * @typedef {object} DebOptions
 * @property {string} version
 * @property {string} into the folder for the package
 * @property {boolean} [fast] large and soon done, for a try
 */

/**
 * @param {DebOptions & { electron: string }} options
 * @returns {Promise<{ file: string, tree: string }>} `tree`: what is in it; whoever asked takes it away
 */
export async function makeAppDeb({ electron, version, into, fast }) {
  const work = workFolder(into);
  await packApp({ electron, targets: ['dir'], into: work });
  const tree = join(work, 'tree');
  const unpacked = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`;
  const about = makeAppTree({ tree, program: join(work, unpacked), version });
  const file = await withProgress('Making lanline.deb', () => packDeb({ tree, about, into, fast }));
  return { file, tree };
}

/**
 * @param {DebOptions} options
 * @returns {Promise<{ file: string, tree: string }>}
 */
export async function makeServerDeb({ version, into, fast }) {
  const tree = join(workFolder(into), 'tree');
  const about = await makeServerTree({ tree, version });
  const scripts = {
    postinst: script('server.postinst'),
    prerm: script('server.prerm'),
    postrm: script('server.postrm'),
  };
  const file = await withProgress('Making lanline-server.deb', () =>
    packDeb({ tree, about, scripts, into, fast }),
  );
  return { file, tree };
}

/** @param {string} into */
function workFolder(into) {
  mkdirSync(into, { recursive: true });
  return mkdtempSync(join(into, 'work-'));
}
