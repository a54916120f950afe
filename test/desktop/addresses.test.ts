// Networks that are not there yet, and addresses that change: nobody has to do anything.
import { expect, it } from 'vitest';
import { describeLan, testLan } from './support/lan.ts';
import {
  byId,
  hostByHand,
  joinByHand,
  openSomebody,
  type Somebody,
  talk,
} from './support/meeting.ts';

const patient = { timeout: 45_000 };
const bounded = { timeout: 180_000 };

describeLan('a computer without any network', () => {
  it('starts, hosts, and is found as soon as it has an address', async () => {
    const lan = await testLan(2, { connected: 0 });
    const [lost, neighbour] = lan.computers;
    if (!lost || !neighbour) throw new Error('two computers');
    await neighbour.connect();
    const mara = await openSomebody(lost);
    await mara.click('check the network', 'check-network');
    await mara.step('see', `${byId('check-row')}[data-check="addresses"][data-state="bad"]`);
    await mara.step('press', 'body', 'Escape');
    await hostByHand(mara, 'Mara Lind');
    const wei = await openSomebody(neighbour);
    await wei.step('see', byId('nearby-empty'));

    await lost.connect();
    await joinByHand(wei, 'Wei Chen 陈伟', mara);
    await talk(mara, wei, ['Now we have a network.', '太好了']);
    expect(await wei.step('shownTexts')).toEqual(['Now we have a network.', '太好了']);
  });
});

describeLan('addresses that change', () => {
  // Half a minute of it is patience: until a line that says nothing counts as broken.
  it(
    'part nobody: each is found again, and what was written meanwhile arrives once',
    bounded,
    async () => {
      const lan = await testLan(2);
      const [first, second] = lan.computers;
      if (!first || !second) throw new Error('two computers');
      const mara = await openSomebody(first);
      await hostByHand(mara, 'Mara Lind');
      const wei = await openSomebody(second);
      await joinByHand(wei, 'Wei Chen 陈伟', mara);
      await talk(mara, wei, ['before', '之前']);

      const texts = ['before', '之前', 'from the host, alone', 'from the guest, meanwhile'];
      await first.disconnect();
      await mara.step('say', texts[2] ?? '');
      await wei.step('say', texts[3] ?? '');
      await first.connect(moved(first.address));
      for (const one of [mara, wei])
        await expect.poll(kept(one), patient).toEqual(texts.toSorted());

      texts.push('from the guest, alone', 'from the host, meanwhile');
      await second.disconnect();
      await wei.step('say', texts[4] ?? '');
      await mara.step('say', texts[5] ?? '');
      await second.connect(moved(second.address));
      for (const one of [mara, wei])
        await expect.poll(kept(one), patient).toEqual(texts.toSorted());
      for (const one of [mara, wei])
        expect(await one.step('shownTexts')).toHaveLength(texts.length);
    },
  );
});

const moved = (address: string): string => address.replace(/\d+$/, (last) => `1${last}`);

/** What is in the log. The order of those who were apart is the server's. */
const kept = (somebody: Somebody) => async (): Promise<string[]> => {
  const messages = await somebody.step('shownMessages');
  return messages
    .filter(({ state }) => state === 'kept')
    .map(({ text }) => text)
    .toSorted();
};
