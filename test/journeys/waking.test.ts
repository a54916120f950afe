// After sleep, and on another network: connections that carry nothing any more are noticed at once.
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/person.ts';
import { cableTo } from '../support/proxies.ts';
import { testServer } from '../support/server.ts';

async function overCable() {
  const server = await testServer();
  const cable = await cableTo(server.port);
  const mara = await newcomer(cable.address, 'Mara');
  const jonas = await newcomer(server.addresses[0] ?? '', 'Jonas');
  const general = await mara.find('general');
  const states: string[] = [];
  mara.on('link', ({ state }) => states.at(-1) === state || states.push(state));
  return { server, cable, mara, jonas, general, states };
}

it.each([true, false])('a connection that went silent is made anew (anew: %s)', async (anew) => {
  const { cable, mara, jonas, general, states } = await overCable();
  cable.freeze();
  await jonas.tells(general, 'while she slept');
  expect(await mara.texts(general)).toEqual([]);
  mara.wake(anew);
  await mara.sees(general, ['while she slept']);
  // Neither waited for nor shown as lost: the next one was begun at once.
  expect(states).not.toContain('offline');
});

it('a try that was begun before the network changed is given up', async () => {
  const { cable, mara, jonas, general } = await overCable();
  cable.dead = true;
  cable.hangUp();
  await eventually(async () => expect((await mara.link()).state).toBe('connecting'));
  await jonas.tells(general, 'on the way');
  cable.dead = false;
  mara.wake(true);
  await mara.sees(general, ['on the way']);
});

it('a connection made anew has windows read again only for what it brings', async () => {
  const { cable, mara, jonas, general, states } = await overCable();
  let again = 0;
  mara.on('timeline', ({ reset }) => reset && again++);
  const before = states.length;
  cable.hangUp();
  await eventually(() => {
    expect(states.length).toBeGreaterThan(before);
    expect(states.at(-1)).toBe('live');
  });
  await jonas.tells(general, 'nothing was missed');
  await mara.sees(general, ['nothing was missed']);
  expect(again).toBe(0);
  cable.dead = true;
  cable.hangUp();
  await jonas.tells(general, 'this was');
  cable.dead = false;
  mara.wake(true);
  await eventually(() => expect(again).toBeGreaterThan(0));
  await mara.sees(general, ['nothing was missed', 'this was']);
});

it('a connection that answers is kept', async () => {
  const { mara, jonas, general, states } = await overCable();
  const before = states.length;
  mara.wake(true);
  await jonas.tells(general, 'still here');
  await mara.sees(general, ['still here']);
  expect(states.slice(before)).not.toContain('connecting');
});
