// A team with some of everything in it, as the window of its host shows it; the others have no window.
import type { App } from './app.ts';
import { type Person, newcomer } from '../../support/person.ts';
import { call, hostTeam, teamOf } from './steps.ts';

export type Lively = {
  /** Yara's, who hosts and owns the team. */
  app: App;
  mara: Person;
  wei: Person;
  /** Conversations, by what they are. */
  general: string;
  /** Mara made it. */
  hardware: string;
  news: string;
  direct: string;
  /** In #general: a message of Wei's with a thread. */
  threaded: number;
};

/** Fills the team of an app that has none; everybody leaves when the test is over. */
export async function livelyTeam(app: App): Promise<Lively> {
  const address = await hostTeam(app.page, 'Riverside Lab', 'Yara Stein');
  const [mara, wei] = await Promise.all(
    ['Mara Lind', 'Wei Chen 陈伟'].map((name) => newcomer(address, name)),
  );
  if (!mara || !wei) throw new Error('nobody came');
  const { id: team, me } = await teamOf(app.page);
  const general = await mara.find('general');
  const members = await Promise.all([mara.me(), wei.me()]);

  const made = await mara.call('channel.create', {
    name: 'hardware',
    topic: 'Machines, cables',
    private: false,
    posting: 'everyone',
    members: [me, await wei.me()],
  });
  const news = await call(
    app.page,
    'channel.create',
    { name: 'news', topic: '', private: true, posting: 'admins', members },
    team,
  );
  const direct = await mara.call('direct.open', { user: me });
  await mara.tells(direct.conversation, 'Lunch?');
  await mara.call('group.open', { users: [me, await wei.me()] });
  await call(
    app.page,
    'message.send',
    { conversation: news.conversation, text: 'The lab is closed on Thursday.', acknowledge: true },
    team,
  );

  const threaded = await wei.tells(general, 'The new switch is in: 2.5G now, 下午我会测一下.');
  for (const [person, emoji] of [
    [mara, '👍'],
    [wei, '👍'],
    [mara, '🎉'],
  ] as const)
    await person.call('reaction.set', {
      conversation: general,
      target: threaded,
      emoji,
      on: true,
    });
  await mara.tells(general, 'Need help?', { thread: threaded });
  const quoting = await mara.tells(
    general,
    'Then **time** it, `now`:\n```ts\nconst a: number = 1; // first\nexport const hi = () => `hi ${a}`;\n```',
    { reply: threaded },
  );
  await wei.tells(
    general,
    'A list:\n\n- one\n- [two](https://example.org/two)\n\n> quoted\n\n~~gone~~, *seen*, #hardware',
  );
  await wei.tells(general, '@Yara Stein can you look at the printer?');
  await wei.tells(general, 'هل يمكنك التحقق من الخادم؟ شكرا @Yara Stein');
  const gone = await wei.tells(general, 'wrong window');
  await wei.call('message.delete', { conversation: general, target: gone });
  await call(app.page, 'message.send', { conversation: general, text: 'It does, 0.4 ms.' }, team);
  await call(app.page, 'pin.set', { conversation: general, target: threaded, on: true }, team);
  await call(app.page, 'saved.set', { conversation: general, target: quoting, on: true }, team);
  await mara.call('message.edit', {
    conversation: general,
    target: quoting,
    text: 'Then **time** it, `later`:\n```ts\nconst a: number = 2; // second\n```',
  });
  return {
    app,
    mara,
    wei,
    general,
    hardware: made.conversation,
    news: news.conversation,
    direct: direct.conversation,
    threaded,
  };
}
