// The switcher: what it offers, in which order, what a few letters find; and new groups.
import { afterEach, describe, expect, it } from 'vitest';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { fuzzy } from '../../src/renderer/text/fuzzy.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';

const found = (items: string[], query: string) => fuzzy(items, query, (one) => one, 50);
const names = (items: string[], query: string) => found(items, query).map(({ item }) => item);
const marked = (items: string[], query: string) =>
  found(items, query)[0]
    ?.parts.map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('');

describe('a few letters', () => {
  it.each([
    ['gnrl', 'general'],
    ['陈', 'Wei Chen 陈伟'],
    ['wei 陈', 'Wei Chen 陈伟'],
    ['读会', '读书会'],
    ['jose', 'José'],
    ['HARD', 'hardware'],
    ['#hard', 'hardware'],
  ])('%s finds %s', (query, name) => {
    expect(
      names(['general', 'Wei Chen 陈伟', '读书会', 'José', 'hardware', 'Mara Lind'], query),
    ).toEqual([name]);
  });

  it.each([
    ['读会', '[读]书[会]'],
    ['gnrl', '[g]e[n]e[r]a[l]'],
    ['chen', 'Wei [Chen] 陈伟'],
  ])('%s marks %s', (query, shown) => {
    expect(marked(['读书会', 'general', 'Wei Chen 陈伟'], query)).toBe(shown);
  });

  it('mark whole letters, whatever they are made of', () => {
    const parts = found(['👩‍👩‍👧 fee', 'e\u0301te\u0301'], 'e').flatMap((one) => one.parts);
    expect(parts.map(({ text }) => text).join('')).toContain('👩‍👩‍👧');
    for (const { text } of parts) expect(text.isWellFormed()).toBe(true);
  });

  it('keep the order given where they fit equally, and put what begins with them first', () => {
    expect(names(['beta-one', 'beta-two', 'alphabeta'], 'beta')).toEqual([
      'beta-one',
      'beta-two',
      'alphabeta',
    ]);
    expect(names(['beta-two', 'beta-one'], 'beta')).toEqual(['beta-two', 'beta-one']);
  });

  it('find all without any, and nothing that has them not', () => {
    expect(names(['a', 'b'], ' ')).toEqual(['a', 'b']);
    expect(names(['general'], 'xyz')).toEqual([]);
  });

  it('find in what looks like code, and stay text', () => {
    expect(marked(['<img src=x onerror=alert(1)>', '(.*)+$'], '.*')).toBe('([.*])+$');
  });
});

describe('the switcher', () => {
  let page: PlaceTest;
  afterEach(() => page.close());
  const shown = () => page.all('switcher-name').map((one) => one.textContent);

  it('offers what is new, then what was talked in last, the others, and channels to join', async () => {
    page = await placeTest(({ team, direct, hardware, mara, wei }) => {
      direct.lastAt = 5;
      hardware.lastAt = 1;
      team.addConversation('group', 'Mara, Wei', { members: [mara.id, wei.id], lastAt: 9 });
      team.addConversation('channel', 'old', { archived: true, lastAt: 99 });
      team.places.addElsewhere('printers');
    });
    await page.show('switcher');
    expect(shown()).toEqual([
      'Mara Lind',
      'hardware',
      'Mara, Wei',
      'general',
      'old',
      'Wei Chen 陈伟',
      'printers',
    ]);
  });

  it('shows which letters fit, as elements', async () => {
    page = await placeTest();
    await page.show('switcher');
    await page.type('pick-input', '陈伟');
    expect(page.find('switcher-name')?.querySelector('mark')?.textContent).toBe('陈伟');
  });

  it.each([
    ['hard', 'hardware', []],
    ['mara', 'Mara Lind', []],
    ['wei', 'Wei Chen 陈伟', ['direct.open']],
    ['printers', 'printers', ['channel.join']],
  ])('goes with %s to %s', async (query, name, calls) => {
    page = await placeTest(({ team }) => team.places.addElsewhere('printers'));
    await page.show('switcher');
    await page.type('pick-input', query);
    await page.key('pick-input', 'Enter');
    expect(useConversations().open?.name).toBe(name);
    expect(useUi().dialog).toBeNull();
    const asked = page.team.heard.map((one) => one.name);
    expect(asked.filter((one) => /^(?:direct|channel)\./.test(one))).toEqual(calls);
  });

  it('works where nobody knows what else there is', async () => {
    page = await placeTest();
    page.team.instead['channels.browse'] = () => {
      throw new Error('offline');
    };
    await page.show('switcher');
    expect(shown()).toContain('hardware');
  });
});

describe('a new group', () => {
  let page: PlaceTest;
  afterEach(() => page.close());

  async function pick(...letters: string[]): Promise<void> {
    for (const one of letters) {
      await page.type('people-input', one);
      await page.key('people-input', 'Enter');
    }
  }

  it('is opened with those who were picked', async () => {
    page = await placeTest();
    await page.show('group');
    await pick('mara', '陈');
    expect(page.all('chosen').map((one) => one.textContent)).toEqual([
      'Mara Lind',
      'Wei Chen 陈伟',
    ]);
    await page.submit('people-input');
    expect(page.heard('group.open')).toEqual([{ users: [page.lab.mara.id, page.lab.wei.id] }]);
    expect(useConversations().open?.kind).toBe('group');
    expect(
      page.item(useConversations().current ?? '')?.querySelectorAll('.group-sign > *'),
    ).toHaveLength(2);
  });

  it('is the same group again for the same people', async () => {
    page = await placeTest();
    for (let turn = 0; turn < 2; turn++) {
      await page.show('group');
      await pick('mara', '陈');
      await page.submit('people-input');
    }
    expect(useConversations().all.filter(({ kind }) => kind === 'group')).toHaveLength(1);
  });

  it('is a direct conversation with one', async () => {
    page = await placeTest();
    await page.show('group');
    await pick('mara');
    await page.submit('people-input');
    expect(page.heard('group.open')).toEqual([]);
    expect(useConversations().current).toBe(page.lab.direct.id);
  });

  it('lets go of the last one with Backspace, and does nothing with nobody', async () => {
    page = await placeTest();
    await page.show('group');
    await pick('mara');
    await page.key('people-input', 'Backspace');
    expect(page.all('chosen')).toHaveLength(0);
    expect(page.find('group-open')).toHaveProperty('disabled', true);
  });

  it('says when there are too many', async () => {
    page = await placeTest(({ team }) => {
      for (let n = 0; n < 22; n++) team.addPerson(`Guest ${n}`);
    });
    await page.show('group');
    for (let n = 0; n < 20; n++) await page.click('people-option');
    expect(page.textOf('error-text')).toContain('20 people');
    expect(page.find('group-open')).toHaveProperty('disabled', true);
  });

  it('is reached from the dialog for one person, too', async () => {
    page = await placeTest();
    await page.click('new-direct');
    await page.click('direct-several');
    expect(useUi().dialog).toBe('group');
  });
});
