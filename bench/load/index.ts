// The load's process.
import { serveParent } from '../processes.ts';
import { createCrowd } from './crowd.ts';
import { talk } from './pair.ts';
import { pullAll } from './pullers.ts';

const crowd = createCrowd();
const functions = { ...crowd, talk, pullAll };
export type LoadFunctions = typeof functions;

serveParent(functions, crowd.leave);
