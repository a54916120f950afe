// Going to a message: far away, elsewhere, in a thread, by a link, by a quote; and what is not there.
import { afterEach, describe, expect, it } from 'vitest';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useTimeline } from '../../src/renderer/stores/timeline.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

async function open(more: Parameters<typeof talkTest>[0] = () => undefined) {
  app = await talkTest((lab) => {
    // As on a computer that holds the end only: nothing comes by scrolling alone.
    for (let n = 1; n <= 900; n++) lab.team.log(lab.general.id, lab.mara.id, `message ${n}`, n);
    lab.team.read.set(lab.general.id, 900);
    for (let n = 1; n <= 20; n++) lab.team.log(lab.hardware.id, lab.wei.id, `part ${n}`, n);
    more(lab);
  });
}
/** A link that somebody opened outside. */
async function follow(conversation: string, seq: number, team = app.team.id): Promise<void> {
  app.lab.core.push('opened', { kind: 'message', team, conversation, seq });
  await settle();
  await settle();
}
const focused = () => document.activeElement?.getAttribute('data-seq');

describe('a link to a message', () => {
  it('lands at a row that is loaded, marks it and gives it the focus', async () => {
    await open();
    await follow(app.lab.general.id, 890);
    expect(app.heard('timeline.at')).toEqual([]);
    expect(app.row(890).classList).toContain('marked');
    expect(focused()).toBe('890');
  });

  it('fetches the page around one that is far away', async () => {
    await open();
    await follow(app.lab.general.id, 20);
    expect(app.heard('timeline.at')).toMatchObject([{ conversation: app.lab.general.id, seq: 20 }]);
    expect(focused()).toBe('20');
    expect(useTimeline().newer).toBe(true);
  });

  it('opens the other conversation at once where it is wanted', async () => {
    await open();
    await follow(app.lab.hardware.id, 3);
    expect(useConversations().current).toBe(app.lab.hardware.id);
    expect(focused()).toBe('3');
    expect(useTimeline().lineAfter).toBe(0);
  });

  it('shows the thread of a reply that stands only there', async () => {
    await open(({ team, general, wei }) => {
      team.talk.answer(general.id, 5, wei.id, 'in the thread');
    });
    await follow(app.lab.general.id, 901);
    await settle();
    expect(useUi().thread).toEqual({ conversation: app.lab.general.id, seq: 5 });
    expect(app.find('thread-viewport')?.contains(document.activeElement)).toBe(true);
    expect(focused()).toBe('901');
    expect(app.row(5)).not.toBeNull();
  });

  it('into another team shows that team first', async () => {
    await open(({ core }) => {
      const other = core.addTeam('Hill House');
      other.me = other.addPerson('Noor Vance').id;
      const attic = other.addConversation('channel', 'attic');
      other.log(attic.id, other.me, 'boxes', 1);
    });
    const other = app.lab.core.teams[1];
    const attic = [...(other?.conversations.keys() ?? [])][0] ?? '';
    await follow(attic, 1, other?.id);
    expect(app.text(app.row(1))).toContain('boxes');
    expect(focused()).toBe('1');
  });

  it.each<[string, () => readonly [string, number], string]>([
    ['a message', () => [app.lab.general.id, 4000] as const, 'cannot be shown'],
    [
      'a conversation',
      () => ['00000002-0000-7000-8000-000000000099', 1] as const,
      'not in that conversation',
    ],
  ])('to %s that is not there says so, and moves nothing', async (_, place, words) => {
    await open();
    const before = useTimeline().rows;
    const [conversation, seq] = place();
    await follow(conversation, seq);
    expect(app.text(app.find('notice-text'))).toContain(words);
    expect(useTimeline().rows).toBe(before);
    expect(useConversations().current).toBe(app.lab.general.id);
  });

  it('into a team that is not here says so', async () => {
    await open();
    await follow(app.lab.general.id, 1, '00000009-0000-7000-8000-000000000055');
    expect(app.text(app.find('notice-text'))).toContain('not on this computer');
  });

  it('gives way to what the person opens meanwhile', async () => {
    let answer = (): void => undefined;
    await open(({ team }) => {
      const real = team.handlers['timeline.at'];
      team.instead['timeline.at'] = async (input) => {
        await new Promise<void>((done) => (answer = done));
        return real?.(input) ?? Promise.reject(new Error('none'));
      };
    });
    void follow(app.lab.general.id, 20);
    await settle();
    useConversations().show(app.lab.hardware.id);
    await settle();
    answer();
    await settle();
    expect(useTimeline().conversation).toBe(app.lab.hardware.id);
    expect(useTimeline().rows.every((row) => row.conversation === app.lab.hardware.id)).toBe(true);
    expect(app.find('notice-text')).toBeNull();
  });
});

describe('a quote', () => {
  it('leads to the message that it quotes', async () => {
    await open(({ team, general, mara }) => {
      const reply = { seq: 30, author: mara.id, text: 'message 30', state: 'shown' } as const;
      team.log(general.id, mara.id, 'about that', 901, { reply });
      team.read.set(general.id, 901);
    });
    expect(app.text(app.part(901, 'message-quote'))).toBe('Mara Lindmessage 30');
    await app.clickOn(app.part(901, 'message-quote'));
    await settle();
    expect(focused()).toBe('30');
  });

  it('of what was deleted shows no words and leads nowhere', async () => {
    await open(({ team, general, mara }) => {
      const reply = { seq: 30, author: mara.id, text: 'secret', state: 'deleted' } as const;
      team.log(general.id, mara.id, 'about that', 901, { reply });
      team.read.set(general.id, 901);
    });
    const quote = app.part(901, 'message-quote');
    expect(app.text(quote)).toBe('Message deleted');
    expect(quote instanceof HTMLButtonElement && quote.disabled).toBe(true);
  });
});

describe('a day', () => {
  it('is gone to by its date', async () => {
    const noon = (day: number) => new Date(2026, 9, day, 12).getTime();
    app = await talkTest(({ team, general, mara }) => {
      for (let day = 1; day <= 20; day++) team.log(general.id, mara.id, `day ${day}`, noon(day));
      team.read.set(general.id, 20);
    });
    await app.clickOn(app.find('day-open'));
    await app.type('day-input', '2026-10-07');
    await app.submit('day-input');
    await settle();
    expect(app.heard('timeline.date')).toMatchObject([{ at: new Date(2026, 9, 7).getTime() }]);
    expect(focused()).toBe('7');
  });
});
