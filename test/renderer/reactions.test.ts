// Reactions under a message: counting, one's own, who they are from, and very many of them.
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

const open = async () => {
  app = await talkTest(({ team, general, mara }) => {
    team.log(general.id, mara.id, 'The new switch is in.', 1);
    team.read.set(general.id, 1);
  });
  return { conversation: app.lab.general.id, target: 1 };
};
const chip = (emoji: string) =>
  app.row(1).querySelector<HTMLElement>(`[data-testid="reaction"][data-emoji="${emoji}"]`);
const chips = () => [...app.row(1).querySelectorAll('[data-testid="reaction"]')];

describe('reactions', () => {
  it('are counted, and a click adds one’s own or takes it back', async () => {
    const aim = await open();
    app.team.talk.react(aim, '👍', true, app.lab.mara.id);
    await settle();
    expect(app.text(chip('👍'))).toBe('👍1');
    expect(chip('👍')?.getAttribute('aria-pressed')).toBe('false');
    await app.clickOn(chip('👍'));
    expect(app.heard('reaction.set')).toEqual([{ ...aim, emoji: '👍', on: true }]);
    expect(app.text(chip('👍'))).toBe('👍2');
    expect(chip('👍')?.classList).toContain('mine');
    await app.clickOn(chip('👍'));
    expect(app.heard('reaction.set').at(-1)).toEqual({ ...aim, emoji: '👍', on: false });
    expect(chip('👍')?.classList).not.toContain('mine');
  });

  it('vanish with the last of them', async () => {
    const aim = await open();
    app.team.talk.react(aim, '🎉', true, app.lab.mara.id);
    await settle();
    app.team.talk.react(aim, '🎉', false, app.lab.mara.id);
    await settle();
    expect(chips()).toHaveLength(0);
  });

  it('say who they are from, oneself first', async () => {
    const aim = await open();
    for (const { id } of [app.lab.mara, app.lab.wei, app.lab.noor])
      app.team.talk.react(aim, '👍', true, id);
    await settle();
    expect(chip('👍')?.title).toBe('You, Mara Lind and Wei Chen 陈伟');
    expect(chip('👍')?.getAttribute('aria-label')).toContain('👍 3: You');
  });

  it('come from the picker, from the toolbar and from the bar', async () => {
    const aim = await open();
    await app.hover(1);
    await app.clickOn(app.part(1, 'message-react'));
    await eventually(() => expect(app.find('emoji')).not.toBeNull());
    await app.click('emoji');
    expect(app.heard('reaction.set')).toHaveLength(1);
    expect(app.heard('reaction.set')[0]).toMatchObject({ ...aim, on: true });
    expect(chips()).toHaveLength(1);
    expect(app.find('emoji-picker')).toBeNull();
  });

  it('of 5,000 people are one number and ten names', async () => {
    const aim = await open();
    const users = Array.from({ length: 30 }, (_, n) => `${n}`);
    const reactions = [{ emoji: '👍', count: 5000, users, mine: false }];
    app.team.talk.alter(aim, { reactions });
    await settle();
    expect(app.text(chip('👍'))).toBe('👍5,000');
    expect(chip('👍')?.title).toContain('4,990 more');
  });

  it('of very many kinds stand behind a button', async () => {
    const aim = await open();
    const kinds = Array.from({ length: 50 }, (_, n) => String.fromCodePoint(0x1f600 + n));
    const reactions = kinds.map((emoji) => ({ emoji, count: 1, users: ['x'], mine: false }));
    app.team.talk.alter(aim, { reactions });
    await settle();
    expect(chips()).toHaveLength(20);
    expect(app.text(app.part(1, 'reactions-more'))).toBe('+30');
    await app.clickOn(app.part(1, 'reactions-more'));
    expect(chips()).toHaveLength(50);
    expect(app.part(1, 'reactions-more')).toBeNull();
  });

  it('5,000 one after the other leave the same element in its place', async () => {
    const aim = await open();
    app.team.talk.react(aim, '👍', true, app.lab.mara.id);
    await settle();
    const before = chip('👍');
    for (let count = 1; count <= 5000; count++)
      app.team.talk.alter(aim, { reactions: [{ emoji: '👍', count, users: [], mine: false }] });
    await settle();
    expect(chip('👍')).toBe(before);
    expect(app.text(chip('👍'))).toBe('👍5,000');
  });
});
