// Ticks and who has seen a message: of those who show it, and for those who show it themselves.
import { afterEach, describe, expect, it } from 'vitest';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

const open = async (more: Parameters<typeof talkTest>[0] = () => undefined) => {
  app = await talkTest((lab) => {
    lab.team.log(lab.general.id, lab.noor.id, 'It does, 0.4 ms.', 1);
    lab.team.read.set(lab.general.id, 1);
    more(lab);
  });
  return app.lab.general.id;
};
const state = (seq = 1) => app.part(seq, 'message-state')?.dataset['state'];

describe('the ticks of an own message', () => {
  it('are two when all the others have read it, whatever order the news come in', async () => {
    const id = await open();
    expect(state()).toBe('kept');
    app.team.talk.read(id, app.lab.mara.id, 1);
    await settle();
    expect(state()).toBe('kept');
    app.team.talk.read(id, app.lab.wei.id, 5);
    app.team.push('seen', { conversation: id, seen: [[app.lab.wei.id, 0]] });
    await settle();
    expect(state()).toBe('seen');
  });

  it('are known when the conversation is opened', async () => {
    await open(({ team, general, mara, wei }) =>
      team.talk.seen.set(general.id, [
        [mara.id, 1],
        [wei.id, 1],
      ]),
    );
    expect(state()).toBe('seen');
  });

  it('wait for nobody who does not show it, or is gone', async () => {
    const id = await open(({ team, wei }) => {
      team.people = team.people.map((one) =>
        one.id === wei.id ? { ...one, receipts: false } : one,
      );
    });
    app.team.talk.read(id, app.lab.mara.id, 1);
    await settle();
    expect(state()).toBe('seen');
  });

  it('stay one for who shows nothing, and nothing is asked', async () => {
    const id = await open(({ team, noor }) => {
      team.people = team.people.map((one) =>
        one.id === noor.id ? { ...one, receipts: false } : one,
      );
    });
    for (const { id: user } of [app.lab.mara, app.lab.wei]) app.team.talk.read(id, user, 1);
    await settle();
    expect(app.heard('conversation.seen')).toEqual([]);
    expect(state()).toBe('kept');
    expect(await app.menu(1)).not.toContain('whoSaw');
  });

  it('are a clock while something waits', async () => {
    await open(({ team, general, noor, mara }) => {
      team.log(general.id, noor.id, 'later', 2, { seq: null, state: 'waiting' });
      team.log(general.id, mara.id, 'pinned in the train', 3, { pending: true });
    });
    const states = app.all('message-state').map((one) => one.dataset['state']);
    expect(states).toEqual(['kept', 'pending', 'waiting']);
  });

  it('are of the open conversation only', async () => {
    await open();
    for (const { id } of [app.lab.mara, app.lab.wei])
      app.team.talk.read(app.lab.hardware.id, id, 9);
    await settle();
    expect(state()).toBe('kept');
  });
});

describe('who has seen it', () => {
  it('names those who have and those who have not', async () => {
    const id = await open();
    app.team.talk.read(id, app.lab.mara.id, 1);
    await settle();
    await app.choose(1, 'whoSaw');
    expect(app.text(app.find('who-has'))).toBe('Seen · 1MMara Lind');
    expect(app.text(app.find('who-not'))).toContain('Wei Chen 陈伟');
    app.team.talk.read(id, app.lab.wei.id, 1);
    await settle();
    expect(app.text(app.find('who-has'))).toContain('Wei Chen 陈伟');
    expect(app.find('who-not')).toBeNull();
  });
});
