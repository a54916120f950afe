// The tray's menu and tooltip, from what the core tells: counted, named, and nothing that is muted.
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ConversationRow, TeamState } from '../../src/shared/rows.ts';
import { createDesk, type Desk } from '../../src/main/tray/desk.ts';
import { trayMenu } from '../../src/main/tray/menu.ts';
import { tooltip } from '../../src/main/tray/words.ts';
import { textsFor } from '../../src/main/texts.ts';
import { eventually } from '../support/eventually.ts';

const texts = textsFor('en');
const hour = 3_600_000;
afterEach(() => vi.useRealTimers());

const deeds = () => ({
  toggle: vi.fn<() => void>(),
  quit: vi.fn<() => void>(),
  open: vi.fn<(team: string, conversation: string) => void>(),
  away: vi.fn<(on: boolean) => void>(),
  quiet: vi.fn<(until: number | null) => void>(),
});
const team = (more: Partial<Desk['teams'][number]> = {}): Desk['teams'][number] => ({
  id: 'lab',
  name: 'Riverside Lab',
  connected: true,
  unread: 0,
  mentions: 0,
  threads: 0,
  quiet: false,
  ...more,
});
const labels = (items: ReturnType<typeof trayMenu>) =>
  items.filter(({ type }) => type !== 'separator').map(({ label }) => label);

function press(item: ReturnType<typeof trayMenu>[number] | undefined): void {
  const click = item?.click as (() => void) | undefined;
  click?.();
}

/** As the core tells it, in rows. */
async function deskOf(rows: Partial<ConversationRow>[], dndUntil: number | null = null) {
  let desk: Desk = { teams: [], unread: [] };
  const kept = createDesk((now) => (desk = now));
  onTestFinished(kept.close);
  const unread = rows
    .filter(({ mutedUntil }) => (mutedUntil ?? 0) < Date.now())
    .reduce((sum, row) => sum + (row.unread ?? 0), 0);
  const state = { id: 'lab', me: 'me', name: 'Lab', link: { state: 'live' }, unread } as TeamState;
  const answers: Record<string, unknown> = {
    'conversations.list': rows,
    'people.list': [{ id: 'me', dndUntil }],
  };
  const core = {
    call: async (name: string) => ({ ok: true, value: answers[name] }),
    listen: () => undefined,
  } as unknown as Parameters<typeof kept.follow>[0];
  await kept.follow(core, [state]);
  await eventually(() => expect(desk.teams).toHaveLength(1));
  return desk;
}
const row = (name: string, lastAt: number, more: Partial<ConversationRow> = {}) =>
  ({ id: name, name, lastAt, unread: 1, mutedUntil: null, ...more }) as ConversationRow;

describe('the menu', () => {
  it('has the five newest unread conversations, and none that is muted', async () => {
    const rows = Array.from({ length: 7 }, (_unused, n) => row(`room ${n}`, n));
    const muted = row('muted', 100, { mutedUntil: Date.now() + hour });
    const desk = await deskOf([...rows, muted, row('read', 200, { unread: 0 })]);
    const did = deeds();
    const menu = trayMenu({ desk, visible: false, away: false }, texts, did);
    const rooms = [6, 5, 4, 3, 2].map((n) => `room ${n} (1)`);
    const own = ['Show Lanline', 'Online', 'Away', 'Do not disturb'];
    expect(labels(menu)).toEqual([...own, ...rooms, 'Quit Lanline']);
    press(menu.find(({ label }) => label === 'room 4 (1)'));
    expect(did.open).toHaveBeenCalledWith('lab', 'room 4');
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T20:00', '2026-03-29T08:00', 11],
    ['Europe/Berlin', '2026-10-24T20:00', '2026-10-25T08:00', 13],
    ['Asia/Shanghai', '2026-12-31T23:59', '2027-01-01T08:00', 8],
  ])('is quiet until the morning: in %s, %s', (zone, evening, morning, hours) => {
    inZone(zone);
    vi.useFakeTimers({ now: new Date(evening), toFake: ['Date'] });
    const began = Date.now();
    const did = deeds();
    const menu = trayMenu(
      { desk: { teams: [team()], unread: [] }, visible: true, away: false },
      texts,
      did,
    );
    const quiet = menu.find(({ label }) => label === 'Do not disturb')?.submenu;
    for (const item of Array.isArray(quiet) ? quiet : []) press(item);
    const ends = did.quiet.mock.calls.map(([until]) => until);
    const tomorrow = new Date(morning).getTime();
    expect(ends).toEqual([began + hour / 2, began + hour, tomorrow, null]);
    expect(Math.round((tomorrow - began) / hour)).toBe(hours);
  });

  it('says that one is quiet only as long as one is', async () => {
    expect((await deskOf([], Date.now() + hour)).teams[0]?.quiet).toBe(true);
    expect((await deskOf([])).teams[0]?.quiet).toBe(false);
  });
});

describe('the tooltip', () => {
  it('counts for each team', () => {
    const say = (...teams: Desk['teams']) => tooltip({ teams, unread: [] }, texts);
    expect(say()).toBe('Lanline');
    expect(say(team({ unread: 3 }))).toBe('3 unread - Riverside Lab');
    expect(say(team(), team({ name: 'Print\n\u202eShop', unread: 1, connected: false }))).toBe(
      'Nothing unread - Riverside Lab\n1 unread, not connected - Print Shop',
    );
    const many = say(...Array.from({ length: 50 }, () => team({ name: 'x'.repeat(500) })));
    expect(many.length).toBeLessThan(1000);
  });
});

function inZone(zone: string): void {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
}
