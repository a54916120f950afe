// A network that is not there yet, and addresses that change: nobody has to do anything.
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

describeLan('two computers, one without any network', () => {
  // Half a minute of it is patience: until a line that says nothing counts as broken.
  it(
    'meet as soon as it has an address, and new addresses part nobody: what was written meanwhile arrives once',
    bounded,
    async () => {
      const lan = await testLan(2, { connected: 0 });
      const [first, second] = lan.computers;
      if (!first || !second) throw new Error('two computers');
      await second.connect();
      const mara = await openSomebody(first);
      await mara.click('check the network', 'check-network');
      await mara.step('see', `${byId('check-row')}[data-check="addresses"][data-state="bad"]`);
      await mara.step('press', 'body', 'Escape');
      await hostByHand(mara, 'Mara Lind');
      const wei = await openSomebody(second);
      await wei.step('see', byId('nearby-empty'));

      await first.connect();
      await joinByHand(wei, 'Wei Chen 陈伟', mara);
      await talk(mara, wei, ['Now we have a network.', '太好了']);
      expect(await wei.step('shownTexts')).toEqual(['Now we have a network.', '太好了']);

      const texts = ['Now we have a network.', '太好了'];
      texts.push('from the host, alone', 'from the guest, meanwhile');
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
