// Finding messages: any script, parts of words, and whatever a person may type into the field.
import { describe, expect, test } from 'vitest';
import { searchWorld } from '../support/searchWorld.ts';

const texts = {
  latin: 'Crème brûlée at the Café, then straight to the station',
  cyrillic: 'Ёлка стоит у окна, приходите завтра',
  arabic: 'سنلتقي في المكتبة غدًا',
  hebrew: 'נפגשים מחר בשָׁלוֹם ליד הספרייה',
  thai: 'พรุ่งนี้ประชุมตอนบ่าย',
  hindi: 'कल मीटिंग है',
  chinese: '今天下午三点开会，讨论新的服务器',
  japanese: 'あしたの会議はガラスの部屋です',
  korean: '내일 회의가 있습니다',
  emoji: 'done 👍🏽 👩‍👩‍👧 ❤️',
  mixed: '在Server上运行npm命令',
};

test('any script, and parts of words', () => {
  const world = searchWorld();
  for (const text of Object.values(texts)) world.said(text);
  const asked: [query: string, script: keyof typeof texts][] = [
    ['creme', 'latin'],
    ['BRÛL', 'latin'],
    ['tatio', 'latin'],
    ['cafe station', 'latin'],
    ['"straight to the"', 'latin'],
    ['елка', 'cyrillic'],
    ['ход завтр', 'cyrillic'],
    ['مكتبة', 'arabic'],
    ['غدا', 'arabic'],
    ['שלום', 'hebrew'],
    ['ประชุม', 'thai'],
    ['मीट', 'hindi'],
    ['会', 'chinese'],
    ['下午', 'chinese'],
    ['服务器', 'chinese'],
    ['点开会，', 'chinese'],
    ['下午 服务', 'chinese'],
    ['ガラス', 'japanese'],
    ['ｶﾞﾗｽ', 'japanese'],
    ['部屋', 'japanese'],
    ['회의', 'korean'],
    ['의', 'korean'],
    ['👍', 'emoji'],
    ['👩‍👩‍👧', 'emoji'],
    ['❤', 'emoji'],
    ['server', 'mixed'],
    ['行n', 'mixed'],
  ];
  for (const [query, script] of asked)
    expect(world.finds(query), query).toContain(texts[script].normalize('NFC'));
});

test('what nobody said is not found, and letters that differ do not stand for each other', () => {
  const world = searchWorld();
  for (const text of Object.values(texts)) world.said(text);
  for (const query of [
    'stations',
    '明天',
    'カラス',
    'กิน',
    '四',
    'brulée crème café x',
    '"the straight"',
  ])
    expect(world.finds(query), query).toEqual([]);
});

test('the newest first, page by page, each once', () => {
  const world = searchWorld();
  for (let n = 1; n <= 55; n++) world.said(`tide ${n}`, n % 2 ? {} : { conversation: world.lunch });
  const found = world.finds('tide');
  expect(found).toEqual(Array.from({ length: 55 }, (_, index) => `tide ${55 - index}`));
  const first = world.engine.find({ query: 'tide', next: null, limit: 50 });
  const rest = world.engine.find({ query: 'tide', next: first.next, limit: 50 });
  expect([first.found.length, rest.found.length, rest.next]).toEqual([50, 5, null]);
  expect(world.all('tide', world.lunch)).toHaveLength(27);
});

test('what means something to SQLite means nothing here', () => {
  const world = searchWorld();
  const odd = [
    '*',
    'tide*',
    'NEAR(tide water)',
    'tide OR nothing',
    '^tide',
    'text:tide',
    '%',
    '_',
    't_de',
  ];
  odd.push("'; --", '(tide', '\\', '{a b}', 'tide + water', 'AND', 'tide"', 'rowid:1');
  world.said('tide tables');
  for (const query of odd) expect(world.finds(query), query).toEqual([]);
  for (const query of odd) world.said(`before ${query} after`);
  for (const query of odd) expect(world.finds(query), query).toContain(`before ${query} after`);
  // What only opens a phrase, or cannot be seen, asks for nothing.
  for (const query of ['"', '""', '-', '\u0001', '\0', '\u0301', '\u200d'])
    expect(world.finds(query).length, JSON.stringify(query)).toBe(query === '-' ? 1 : 0);
});

test('16 KiB of one word, found by its middle', () => {
  const world = searchWorld();
  const word = Array.from({ length: 2730 }, (_, n) => n.toString(36).padStart(6, 'z')).join('');
  world.said(word);
  world.said('x'.repeat(16_384));
  expect(world.finds(word.slice(8000, 8900))).toHaveLength(1);
  expect(world.finds('xxxxxxxxxxxxxxxx')).toHaveLength(1);
  expect(world.finds(`${word.slice(8000, 8900)}q`)).toEqual([]);
});

describe('filters', () => {
  const day = (date: string): number => new Date(`${date}T12:00:00`).getTime();
  function filled() {
    const world = searchWorld();
    const { me, chen, wei, lunch } = world;
    world.said('plain by wei', { at: day('2026-01-05') });
    world.said('see https://lab.local/x', { author: chen, at: day('2026-01-06') });
    world.said('run `npm test`', { author: me, at: day('2026-01-07') });
    world.said('@Mara look', { at: day('2026-01-08'), body: { mentions: [me] } });
    world.said('noodles', { conversation: lunch, author: chen, at: day('2026-01-09') });
    world.said('in the thread', { at: day('2026-01-10'), body: { thread: 1 } });
    const on = (type: string, body: Record<string, unknown>): number =>
      world.happens(body, { type, author: wei, at: day('2026-01-11') });
    on('reaction.changed', { target: 2, emoji: '👍', on: true });
    on('reaction.changed', { target: 3, emoji: '👍', on: true });
    on('reaction.changed', { target: 3, emoji: '👍', on: false });
    on('pin.changed', { target: 3, on: true });
    on('message.edited', { target: 1, text: 'plainly by wei', mentions: [] });
    return world;
  }

  const asked: [query: string, found: string[]][] = [
    ['from:"Wei Chen"', ['in the thread', '@Mara look', 'plainly by wei']],
    ['from:wei look', ['@Mara look']],
    ['from:陈伟', ['noodles', 'see https://lab.local/x']],
    ['from:陈', ['noodles', 'see https://lab.local/x']],
    ['from:me', ['run `npm test`']],
    ['from:me from:陈伟 in:general', ['run `npm test`', 'see https://lab.local/x']],
    ['from:nobody', []],
    ['in:lunch', ['noodles']],
    ['in:#lunch-plans', ['noodles']],
    ['in:plans oo', ['noodles']],
    ['-in:general', ['noodles']],
    ['-from:wei -has:link', ['noodles', 'run `npm test`']],
    ['has:link', ['see https://lab.local/x']],
    ['has:code', ['run `npm test`']],
    ['has:reaction', ['see https://lab.local/x']],
    ['is:pinned', ['run `npm test`']],
    ['is:pinned from:wei', []],
    ['is:mention', ['@Mara look']],
    ['is:thread', ['in the thread']],
    ['is:edited', ['plainly by wei']],
    ['is:saved', []],
    ['before:2026-01-06', ['plainly by wei']],
    ['after:2026-01-09', ['in the thread', 'noodles']],
    ['after:2026-01-06 before:2026-01-08', ['run `npm test`', 'see https://lab.local/x']],
    ['before:2025-01-01', []],
    ['noodles -oodle', []],
  ];
  test('each, and together', () => {
    const world = filled();
    for (const [query, found] of asked) expect(world.finds(query), query).toEqual(found);
  });

  test('unread, as far as it was read', () => {
    const world = filled();
    world.database.markRead(world.general, 3);
    expect(world.finds('is:unread')).toEqual(['in the thread', 'noodles', '@Mara look']);
    world.database.markRead(world.general, 99);
    world.database.markRead(world.lunch, 99);
    expect(world.finds('is:unread')).toEqual([]);
    const mark = { conversation: world.general, unreadFrom: 4 };
    world.happens(mark, { conversation: world.me, author: world.me, type: 'preference.changed' });
    expect(world.finds('is:unread')).toEqual(['in the thread', '@Mara look']);
    world.happens(
      { conversation: world.general, target: 2, on: true },
      { conversation: world.me, author: world.me, type: 'saved.changed' },
    );
    expect(world.finds('is:saved')).toEqual(['see https://lab.local/x']);
  });
});
