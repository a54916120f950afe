// What others write is shown as words wherever a message shows it: text, quote, forwarded words, names,
// notes, lists of who reacted, dialogs.
import { afterEach, describe, expect, it } from 'vitest';
import { harmIn, heavyTexts, hostileTexts } from './support/hostile.ts';
import { settle } from './support/mountApp.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let app: TalkTest;
afterEach(() => app.close());

const nothingOfOurs = 'script,iframe,object,embed,style,link,base,meta,details,math,marquee,video';

/** Nothing in the page that only a hostile text would draw. */
function harm(): string[] {
  const found = Object.hasOwn(window, 'hurt') ? ['it ran'] : [];
  for (const root of document.body.querySelectorAll('[data-testid="timeline"],[role="dialog"]'))
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(`${nothingOfOurs},img,form`)) found.push(element.outerHTML.slice(0, 80));
      for (const { name } of element.attributes) if (/^on/i.test(name)) found.push(name);
    }
  for (const text of app.all('message-text')) found.push(...harmIn(text));
  return found;
}

async function open(texts: readonly string[]) {
  app = await talkTest(({ team, general, mara }) => {
    const rogue = team.addPerson('Rogue');
    for (const [at, text] of texts.entries()) {
      const reply = { seq: 1, author: rogue.id, text, state: 'shown' } as const;
      const forwarded = { conversation: general.id, seq: 1, author: rogue.id, at: 1, text };
      team.log(general.id, rogue.id, text, at, { reply, forwarded, pinned: true, saved: true });
      const target = team.rows.get(general.id)?.length ?? 0;
      team.talk.react({ conversation: general.id, target }, '👍', true, rogue.id);
      team.talk.edit({ conversation: general.id, target }, `${text} `, 5);
    }
    team.people = team.people.map((one) =>
      one.id === rogue.id ? { ...one, name: texts[0] ?? '' } : one,
    );
    team.read.set(general.id, texts.length);
    expect(mara.id).not.toBe(rogue.id);
  });
}

describe('hostile texts in rows', () => {
  it('all of them, as texts, quotes, forwarded words and edits', async () => {
    await open(hostileTexts);
    expect(app.all('message').length).toBeGreaterThan(40);
    expect(app.all('forwarded').length).toBeGreaterThan(40);
    expect(harm()).toEqual([]);
  });

  it.each(hostileTexts.slice(0, 16))(
    '%j as the name of who wrote, reacted, and changed things',
    async (text) => {
      await open([text]);
      const note = {
        kind: 'note',
        key: 'n',
        conversation: app.lab.general.id,
        seq: 2,
        at: 3,
      } as const;
      const author = app.team.people.at(-1)?.id ?? '';
      const changes = { name: text, topic: text };
      const rows = [{ ...note, author, user: author, note: 'changed', changes } as const];
      app.team.push('timeline', { conversation: app.lab.general.id, rows, removed: [] });
      await settle();
      expect(app.text(app.find('message-author'))).not.toBe('');
      expect(app.find('reaction')?.title).not.toBe('');
      expect(harm()).toEqual([]);
      await app.clickOn(app.part(1, 'edited'));
      expect(app.find('version')).not.toBeNull();
      expect(harm()).toEqual([]);
    },
  );

  it.each(heavyTexts.map(([name, text]) => ({ name, text })))(
    '$name in a quote and a dialog',
    async ({ text }) => {
      await open([text]);
      await app.choose(1, 'forward');
      expect(app.find('excerpt')).not.toBeNull();
      expect(harm()).toEqual([]);
    },
  );
});
