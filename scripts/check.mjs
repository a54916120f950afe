// `npm run lint`, `npm run typecheck`: some of the checks, by name.
import { prepareNode } from './bootstrap.mjs';
import { runChecks } from './checks/steps.mjs';
import { runMain } from './setup/problem.mjs';

await runMain(async () => {
  await prepareNode();
  return (await runChecks(process.argv.slice(2))) ? 0 : 1;
});
