// House rules that no linter knows: they concern whole files and Vue's templates.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const folders = ['src', 'server', 'scripts', 'test', 'bench', 'examples'];
const kinds = /\.(ts|mjs|js|vue|css|html)$/;
const longest = 300;

/** @returns {string[]} one line for each problem */
export function sourceProblems() {
  return folders.flatMap(filesOf).flatMap((path) => {
    return problemsIn(path, readFileSync(join(root, path), 'utf8'));
  });
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {string[]}
 */
export function problemsIn(path, text) {
  const problems = [];
  const lines = text.split('\n').length - 1;
  if (lines > longest) problems.push(`${path}: ${lines} lines; the limit is ${longest}.`);
  // What people write must never become markup: it is turned into nodes, not into HTML.
  if (path.startsWith('src/renderer/') && /v-html|\.(inner|outer)HTML\b/.test(text)) {
    problems.push(`${path}: no v-html, innerHTML or outerHTML in the window.`);
  }
  return problems;
}

/** @param {string} folder */
function filesOf(folder) {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => kinds.test(path));
}
