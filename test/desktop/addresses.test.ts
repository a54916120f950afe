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
  it('part nobody: each is found again, and what was written meanwhile arrives once', async () => {
    const lan = await testLan(2);
    const [first, second] = lan.computers;
    if (!first || !second) throw new Error('two computers');
    const mara = await openSomebody(first);
    await hostByHand(mara, 'Mara Lind');
    const wei = await openSomebody(second);
    await joinByHand(wei, 'Wei Chen 陈伟', mara);
    await talk(mara, wei, ['before', '之前']);

    await first.disconnect();
    await mara.step('say', 'from the host, without an address');
    await wei.step('say', 'from the guest, meanwhile');
    await first.connect(moved(first.address));
    await expect.poll(sorted(wei), patient).toEqual(await sorted(mara)());
    await expect.poll(sorted(mara), patient).toHaveLength(4);
    await expect.poll(sorted(wei), patient).toEqual(await sorted(mara)());

    await second.disconnect();
    await wei.step('say', 'from the guest, without an address');
    await second.connect(moved(second.address));
    await expect.poll(sorted(mara), patient).toHaveLength(5);
    await expect.poll(sorted(wei), patient).toEqual(await sorted(mara)());
    await expect.poll(() => wei.step('shownMessages'), patient).toHaveLength(5);
  });
});

const moved = (address: string): string => address.replace(/\d+$/, (last) => `1${last}`);

/** Everything in the log: order among those who were apart is the server's. */
const sorted = (somebody: Somebody) => async (): Promise<string[]> => {
  const messages = await somebody.step('shownMessages');
  return messages
    .filter(({ state }) => state === 'kept')
    .map(({ text }) => text)
    .toSorted();
};
