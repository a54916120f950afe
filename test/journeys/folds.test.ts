// Everything at once, by several people who lose their connection now and then: all end with the same
// (delivery.md rule 6, I6 and I9). Prints the seed of a run that fails.
import { randomInt } from 'node:crypto';
import { expect, onTestFailed, test } from 'vitest';
import type { Connect } from '../../src/core/transport/transport.ts';
import type { EventsFrame } from '../../src/shared/events.ts';
import { doSomething } from '../support/doings.ts';
import { eventually } from '../support/eventually.ts';
import { faultyWay } from '../support/faultyWay.ts';
import { sameForOneself } from '../support/fold.ts';
import { lookAt } from '../support/pane.ts';
import { type Cabled, newcomer, onCable, secondDevice } from '../support/person.ts';
import { createRandom, type Random } from '../support/random.ts';
import { setStage } from '../support/stage.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const turns = 120;

/**
 * While `faulty()`: answers get lost, frames come twice or late, and connections end in the middle of a commit. For one
 * person: what is late must not come to somebody else.
 */
function unsoundWay(random: Random, faulty: () => boolean): Connect {
  let late: EventsFrame[] = [];
  return faultyWay({
    loseAnswer: () => faulty() && random.below(25) === 0,
    cut: () => faulty() && random.below(30) === 0,
    frames(frame) {
      const chance = faulty() ? random.below(8) : 7;
      if (chance === 0 && late.length === 0) {
        late.push(frame);
        return [];
      }
      const frames = chance === 1 ? [frame, frame, ...late] : [frame, ...late];
      late = [];
      return frames;
    },
  });
}

test.each(['sound', 'unsound'])(
  `whatever happens to messages over %s ways ends the same everywhere (SEED=${seed})`,
  { timeout: 90_000 },
  async (kind) => {
    const random = createRandom(seed);
    const done: string[] = [];
    onTestFailed(() => console.log(`again with SEED=${seed}\n${done.join('\n')}`));
    let faulty = false;
    const way = (): Connect => unsoundWay(random.fork(), () => faulty);
    const { server, mara, wei, general, leaves, ends } = await setStage({ way });
    await mara.tells(general, 'begin');
    const desk = await onCable((connect) => secondDevice(wei, { connect }), way());
    const jonas = await newcomer(server.addresses[0] ?? '', 'Jonas');
    const panes = await Promise.all(
      [mara, wei, desk, jonas].map((person) => lookAt(person, general)),
    );
    await leaves();
    faulty = kind === 'unsound';

    const people: [string, Cabled][] = [
      ['Mara', mara],
      ['Wei', wei],
      ["Wei's other computer", desk],
    ];
    const away = new Set<string>();
    for (let turn = 0; turn < turns; turn++) {
      const [name, who] = random.pick(people);
      if (random.below(8) === 0) {
        done.push(`${name} ${away.has(name) ? 'plugs in' : 'pulls out'}`);
        if (away.delete(name)) await who.plug();
        else {
          away.add(name);
          await who.unplug();
        }
      }
      done.push(`${name}: ${await doSomething(who, general, random, `${name} says ${turn}`)}`);
    }
    faulty = false;
    for (const [name, who] of people) {
      if (away.has(name)) await who.plug();
      // The last frame may have been lost: looking tells (rule 9).
      who.wake();
    }
    const { amira, laptop } = await ends([desk, jonas]);
    await sameForOneself([wei, desk, laptop]);
    // What was pushed is what reading gives, with what is only this person's.
    for (const pane of panes)
      await eventually(async () => expect(pane.rows()).toEqual(await pane.read()));
    // Nothing that was done is still only here.
    for (const person of [mara, wei, desk, amira, laptop])
      await eventually(async () => {
        const rows = await person.messages(general);
        expect(rows.filter(({ pending, state }) => pending || state === 'waiting')).toEqual([]);
      });
  },
);
