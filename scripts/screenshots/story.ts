// What is said in the pictures. Yara's window is the one photographed.
import { conversationOf, directTo, type Person, readAll, say, until } from './people.ts';

export type Cast = Record<'mara' | 'wei' | 'amira' | 'jonas' | 'yara', Person>;

const channels = [
  ['announcements', 'What everybody should know', 'admins'],
  ['hardware', 'Machines, cables, and what they run on', 'everyone'],
  ['releases', 'What went out, and when', 'everyone'],
  ['读书会', '每月一本书', 'everyone'],
] as const;

/** Everything before Yara looks: channels, direct messages, and what she has read already. */
export async function tellTheDay(cast: Cast): Promise<void> {
  const { mara, wei, amira, jonas, yara } = cast;
  const ids = new Map<string, string>();
  for (const [name, topic, posting] of channels) {
    const { conversation } = await mara.ask('channel.create', { name, topic, posting });
    ids.set(name, conversation);
    for (const person of [wei, amira, jonas, yara])
      await person.ask('channel.join', { conversation });
  }
  const channel = (name: string): string => ids.get(name) ?? '';
  const general = await conversationOf(yara, 'general');

  await say(
    mara,
    channel('announcements'),
    'The lab is closed on **Thursday**. Power is off from 8 to 10.',
    { acknowledge: true },
  );
  await say(wei, channel('读书会'), '下个月读《三体》，周五晚上七点见。');
  await say(jonas, channel('releases'), 'Firmware 2.4 is on the printers.');
  await say(
    jonas,
    await directTo(jonas, yara.name),
    'Thanks for the keys, they are back in the box.',
  );
  await say(yara, await directTo(yara, wei.name), '陈伟，下午三点有空吗？');
  await say(wei, await directTo(wei, yara.name), '有空，机房见。');

  await say(jonas, general, 'Good morning. The coffee machine works again.');
  await say(amira, general, 'You are my hero.');
  const first = await say(
    wei,
    general,
    'The new switch is in. Everything on the second floor is on 2.5G now, 下午我会测一下.',
  );
  await react(general, first, '👍', [mara, amira, jonas, yara]);
  await react(general, first, '🎉', [mara, amira]);
  const second = await say(
    mara,
    general,
    'Then let us time the backup again:\n```sh\nrsync -a --info=progress2 /srv/lab nas:/pool/lab\n```',
    { reply: first },
  );
  for (const [who, text] of [
    [wei, '1.4 GB in 13 seconds. It was two minutes before.'],
    [jonas, 'Then the nightly run can start at two.'],
    [yara, 'I will move it, and watch the first night.'],
  ] as const)
    await say(who, general, text, { thread: second });
  await yara.ask('pin.set', { conversation: general, target: first, on: true });
  await yara.ask('saved.set', { conversation: general, target: second, on: true });
  await amira.ask('status.set', { status: { emoji: '🌴', text: 'Back on Monday', until: null } });
  for (const { id } of await yara.ask('conversations.list')) await readAll(yara, id);
}

async function react(
  conversation: string,
  target: number,
  emoji: string,
  people: Person[],
): Promise<void> {
  for (const { ask } of people) {
    await until(async () => (await ask('timeline.at', { conversation, seq: target })).seq);
    await ask('reaction.set', { conversation, target, emoji, on: true });
  }
}

/** What is new when she looks: an unread line, a mention, badges. */
export async function tellTheNews({ mara, amira, jonas, wei, yara }: Cast): Promise<void> {
  const general = await conversationOf(yara, 'general');
  const hardware = await conversationOf(yara, 'hardware');
  await say(
    amira,
    general,
    `@${yara.name} can you check that the printer VLAN still reaches the server?`,
  );
  await say(mara, general, 'And could somebody write down the new port numbers?');
  await say(jonas, hardware, 'The second rack needs two more fans before summer.');
  await say(amira, hardware, `@${yara.name} is the spare power supply still in your room?`);
  await say(wei, hardware, 'I saw it on the shelf by the door.');
  await say(mara, await directTo(mara, yara.name), 'Lunch at half past twelve?');
}

/** Her answers, in the window that shows the line above what was new. */
export async function answer({ yara, amira, jonas, mara }: Cast): Promise<void> {
  const general = await conversationOf(yara, 'general');
  await say(yara, general, 'It does, 0.4 ms.');
  await say(yara, general, 'I will write the port numbers up in #hardware.');
  const people = await yara.ask('people.list');
  const users = people
    .filter(({ name }) => [amira.name, jonas.name].includes(name))
    .map(({ id }) => id);
  await yara.ask('group.open', { users });
  await yara.ask('preference.set', {
    conversation: await conversationOf(yara, 'hardware'),
    favourite: true,
  });
  await yara.ask('message.schedule', {
    conversation: await conversationOf(yara, mara.name),
    text: 'The spare keys are in the blue box.',
    at: Date.now() + 15 * 3_600_000,
  });
}
