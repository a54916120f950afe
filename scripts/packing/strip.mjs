// Run under Node 24 by serverTree.mjs: copies TypeScript as the JavaScript that Node makes of it at each start, which
// takes longer than most verbs of the server do.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const [from = '', to = '', ...folders] = process.argv.slice(2);
/** A file of ours, named where it is imported or started as a thread. */
const named = /((?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*'\.[^']*)\.ts'/g;

for (const folder of folders) {
  const names = readdirSync(join(from, folder), { recursive: true }).map(String);
  for (const name of names.filter((each) => each.endsWith('.ts'))) {
    const target = join(to, folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const stripped = stripTypeScriptTypes(readFileSync(join(from, folder, name), 'utf8'));
    writeFileSync(target, stripped.replace(named, "$1.js'"));
  }
}
