// Names, topics and statuses of others, in every place that shows them: words, and nothing else.
import { afterEach, describe, expect, it } from 'vitest';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { heavyTexts, hostileTexts } from './support/hostile.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';
import { settle } from './support/mountApp.ts';

let page: PlaceTest;
afterEach(() => page.close());

/** Elements that none of our own templates draw; inputs and selects are ours. */
const foreign =
  'script, img[src="x"], iframe, object, embed, base, meta, link, style, math, details, [onload], [onerror], [onclick], [ontoggle], [onbegin], a[href^="javascript"], a[href^="data"], [src^="javascript"], [formaction], [autofocus]';

/** What stands in the page and should not; what the frameworks need for themselves is in its head. */
const strangers = (): string[] => [
  ...[...document.body.querySelectorAll(foreign)].map((one) => one.outerHTML),
  ...('hurt' in window ? ['something ran'] : []),
];

const kinds = ['channel', 'direct', 'group'] as const;

/** Every one of them somewhere: people's names, what they say, channels, topics, groups. */
async function open(texts: readonly string[]): Promise<void> {
  page = await placeTest(({ team, general, mara, noor }) => {
    general.topic = texts[0] ?? '';
    mara.name = texts[1] ?? '';
    texts.forEach((text, n) => {
      const person = team.addPerson(text, { about: text });
      person.status = { emoji: text as '🍜', text, until: null };
      general.members.push(person.id);
      // All of them are drawn by the same parts, so each text is one of them.
      const kind = kinds[n % kinds.length] ?? 'channel';
      team.addConversation(kind, text, {
        topic: text,
        favourite: n % 2 === 0,
        ...(kind === 'direct' && { peer: person.id }),
        members: [noor.id, person.id],
      });
      const said = team.log(general.id, person.id, text, n + 1, {
        pinned: true,
        saved: true,
        mentions: [noor.id],
      });
      team.places.threads.push({
        conversation: general.id,
        root: said,
        unread: 1,
        mentions: 0,
        lastAt: 1,
      });
      team.places.addElsewhere(text, { topic: text });
      team.places.scheduled.push({
        id: `00000005-0000-7000-8000-${String(n).padStart(12, '0')}`,
        conversation: general.id,
        text,
        at: n,
        thread: null,
        state: 'kept',
        error: null,
      });
    });
  });
}

const dialogs = ['switcher', 'channels', 'direct', 'group', 'people', 'status', 'keys'] as const;
const lists = ['people', 'pins', 'saved', 'mentions', 'threads', 'scheduled'] as const;

describe('texts that want to be more', () => {
  it('are words in the sidebar, the header, the panel, the dialogs and the switcher', async () => {
    await open(hostileTexts);
    expect(strangers()).toEqual([]);
    const shown = page.names();
    for (const text of hostileTexts) expect(shown, text).toContain(text);
    expect(page.textOf('header-topic')).toBe(hostileTexts[0]);
    for (const view of lists) {
      await page.panel(view);
      expect(strangers(), view).toEqual([]);
    }
    await page.panel('people');
    for (const name of dialogs) {
      await page.show(name);
      expect(strangers(), name).toEqual([]);
    }
    await page.show('switcher');
    for (const query of ['<', 'script', '"', '\\', '{{', '\u202e', '(']) {
      await page.type('pick-input', query);
      expect(strangers(), query).toEqual([]);
    }
  });

  it('are words on a card, in the settings of a channel, and where it is left', async () => {
    await open([
      '<img src=x onerror="window.hurt=1">',
      '{{constructor.constructor("window.hurt=1")()}}',
    ]);
    const channel = [...page.team.conversations.values()].find(({ name }) =>
      name.startsWith('<img'),
    );
    for (const [name, about] of [
      ['person', page.lab.mara.id],
      ['channel', channel?.id ?? ''],
      ['leaveChannel', channel?.id ?? ''],
    ] as const) {
      await page.show(name, about);
      expect(strangers()).toEqual([]);
      expect(document.querySelector('[role="dialog"] h2')?.textContent).not.toBe('');
      useUi().close();
      await settle();
    }
    await page.menu(channel?.id ?? '');
    expect(strangers()).toEqual([]);
  });
});

describe('texts that want too much', () => {
  // A few at a time: a window is dear, and one with all of them is slow.
  const some = 5;
  const parts = Array.from({ length: Math.ceil(heavyTexts.length / some) }, (_, n) => {
    const texts = heavyTexts.slice(n * some, (n + 1) * some);
    return [texts.map(([name]) => name).join(', '), texts] as const;
  });

  it.each(parts)('%s: shown in the sidebar, the panel and the switcher', async (_, texts) => {
    // Longer than the server lets through: a newer one may let more.
    await open(texts.map(([, text]) => text));
    for (const view of lists) await page.panel(view);
    await page.show('switcher');
    for (const [name, text] of texts) {
      await page.type('pick-input', text.slice(0, 3));
      expect(strangers(), name).toEqual([]);
    }
    expect(page.names().length).toBeGreaterThan(texts.length);
  });
});
