// The load's process.
import { serveParent } from '../processes.ts';
import { createAudience } from './audience.ts';
import { createCrowd } from './crowd.ts';
import { talk } from './pair.ts';
import { pullAll } from './pullers.ts';

const crowd = createCrowd();
const audience = createAudience();
const functions = { ...crowd, ...audience, talk, pullAll };
export type LoadFunctions = typeof functions;

serveParent(functions, () => {
  crowd.leave();
  audience.dismiss();
});
