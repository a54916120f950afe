// `npm run build`: out/, without starting anything.
import { prepareNode } from './bootstrap.mjs';
import { buildIfChanged } from './setup/build.mjs';
import { runMain } from './setup/problem.mjs';

await runMain(async () => {
  await prepareNode();
  await buildIfChanged();
  return 0;
});
