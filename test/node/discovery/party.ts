// One party of networks.test.ts, started on a computer of its own: announces or browses, and reports.
import { announce } from '../../../src/node/discovery/announce.ts';
import { browse } from '../../../src/node/discovery/browse.ts';
import type { Sighting } from '../../../src/shared/discovery.ts';

export type Report = { found: Sighting } | { lost: Sighting } | { log: string } | { ready: true };

const [, , task, team = ''] = process.argv;
const report = (said: Report): boolean => process.send?.(said) ?? false;
const log = (_: string, message: string): boolean => report({ log: message });

const party =
  task === 'announce'
    ? announce({ describe: () => ({ team, name: 'Nord', pin: null, port: 7788, people: 1 }), log })
    : browse({ found: (found) => report({ found }), lost: (lost) => report({ lost }), log });
report({ ready: true });

process.once('disconnect', () => void party.close());
