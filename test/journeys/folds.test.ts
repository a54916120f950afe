// Everything at once, by several people who lose their connection now and then: all end with the same
// (delivery.md rule 6, I6 and I9). Prints the seed of a run that fails.
import { randomInt } from 'node:crypto';
import { expect, onTestFailed, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { doSomething } from '../support/doings.ts';
import { lookAt } from '../support/pane.ts';
import { type Cabled, newcomer, onCable, secondDevice } from '../support/person.ts';
import { createRandom } from '../support/random.ts';
import { setStage } from '../support/stage.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const turns = 120;

test(
  `whatever happens to messages ends the same everywhere (SEED=${seed})`,
  { timeout: 90_000 },
  async () => {
    const random = createRandom(seed);
    const done: string[] = [];
    onTestFailed(() => console.log(`again with SEED=${seed}\n${done.join('\n')}`));
    const { server, mara, wei, general, leaves, ends } = await setStage();
    await mara.tells(general, 'begin');
    const desk = await onCable((connect) => secondDevice(wei, { connect }));
    const jonas = await newcomer(server.addresses[0] ?? '', 'Jonas');
    const panes = await Promise.all(
      [mara, wei, desk, jonas].map((person) => lookAt(person, general)),
    );
    await leaves();

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
    for (const [name, who] of people) if (away.has(name)) await who.plug();
    const { amira, laptop } = await ends([desk, jonas]);
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
