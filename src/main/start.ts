// The first file that runs. What was compiled once is kept, so that the next start does not do it again:
// half of what the first window waited for was reading the same code anew.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { whereFilesAre } from './whereFilesAre.ts';

try {
  // It goes by a file's path. An AppImage has another one at every start: it would find nothing and only add to it.
  if (!process.env['APPIMAGE']) enableCompileCache(join(whereFilesAre(), 'browser', 'Compiled'));
} catch {
  // Without a folder nothing is kept. What is wrong with it is told by whoever needs it.
}
void import('./index.ts');
