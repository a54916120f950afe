// The promise: from installed app to first message without a command, a file, an address; on a
// network with no way out. Two computers of their own, seen through by nobody.
import { expect, it } from 'vitest';
import { describeLan, testLan } from './support/lan.ts';
import { hostByHand, joinByHand, openSomebody, type Somebody, talk } from './support/meeting.ts';

describeLan('two fresh apps on one network', () => {
  it('come from first start to messages both ways, through discovery alone', async () => {
    const lan = await testLan(2);
    const started = performance.now();
    const [mara, wei] = (await Promise.all(lan.computers.map((one) => openSomebody(one)))) as [
      Somebody,
      Somebody,
    ];
    await hostByHand(mara, 'Mara Lind');
    const words = await joinByHand(wei, 'Wei Chen 陈伟', mara);
    expect(words.guest).toMatch(/^[a-z]+(-[a-z]+){3}$/);
    expect(words.host).toBe(words.guest);
    await talk(mara, wei, ['The new switch is in.', '下午我会测一下']);
    const seconds = (performance.now() - started) / 1000;

    const told = [mara, wei].map(
      ({ decisions }) => `${decisions.length} decisions (${decisions.join('; ')})`,
    );
    console.log(`First start to messages both ways: ${seconds.toFixed(1)} s.`);
    console.log(`Host: ${told[0]}. Guest: ${told[1]}.`);
    for (const { decisions } of [mara, wei]) expect(decisions.length).toBeLessThanOrEqual(4);
  });
});
