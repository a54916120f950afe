// The keys: each row of the table is bound where it says, and shown on the sheet.
import { afterEach, describe, expect, it } from 'vitest';
import { keycaps, keyTable, type KeyRow } from '../../src/renderer/keys.ts';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';

let page: PlaceTest;
afterEach(() => page.close());

/** The event of a binding, as the keyboard would send it. */
function eventOf(keys: string): KeyboardEventInit & { key: string } {
  const parts = keys.split('+');
  const code = parts.at(-1) ?? '';
  return {
    key: code.replace(/^(?:Key|Digit)/, ''),
    code,
    ctrlKey: parts.includes('$mod'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
}
const inWindow = keyTable.filter(({ where }) => where === 'window');

describe('the table', () => {
  it.each(
    inWindow.flatMap(({ action, keys, also = [] }) =>
      [keys, ...also].map((one) => [action, one] as const),
    ),
  )('%s is bound to %s', async (_, keys) => {
    page = await placeTest();
    expect(await page.press(eventOf(keys))).toBe(true);
  });

  it('binds no key twice in one place', () => {
    const places = keyTable.flatMap(({ where, keys, also = [] }: KeyRow) =>
      [keys, ...also].map((one) => `${where === 'menu' ? 'window' : where} ${one}`),
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('is shown, whole, with its caps', async () => {
    page = await placeTest();
    await page.press(eventOf('$mod+Slash'));
    const rows = page.all('key-row').map((row) => row.querySelector('dd')?.textContent);
    const caps = keyTable.map((row) => keycaps(row.shown ?? row.keys, false).join(''));
    expect(rows).toHaveLength(caps.length);
    expect(new Set(rows)).toEqual(new Set(caps));
    expect(caps).toContain('Ctrl1–9');
    expect(caps).toContain('+');
  });

  it('prints what is on the keyboard of a Mac', () => {
    expect(keycaps('$mod+Shift+KeyL', true)).toEqual(['⌘', '⇧', 'L']);
  });

  it('leaves the keyboard to an input method at work', async () => {
    page = await placeTest();
    await page.press({ ...eventOf('$mod+KeyK'), isComposing: true });
    expect(useUi().dialog).toBeNull();
  });
});

describe('what the keys do', () => {
  it.each([
    ['$mod+KeyK', 'switcher'],
    ['$mod+Shift+KeyK', 'direct'],
    ['$mod+KeyN', 'group'],
    ['$mod+Comma', 'settings'],
    ['$mod+Slash', 'keys'],
  ])('%s opens %s, and closes it again', async (keys, dialog) => {
    page = await placeTest();
    await page.press(eventOf(keys));
    expect(useUi().dialog).toBe(dialog);
    await page.press(eventOf(keys));
    expect(useUi().dialog).toBeNull();
  });

  it.each([
    ['$mod+KeyF', 'panel-search'],
    ['$mod+Shift+KeyF', 'panel-search'],
    ['$mod+Shift+KeyM', 'panel-mentions'],
  ])('%s shows %s beside the messages', async (keys, panel) => {
    page = await placeTest();
    await page.press(eventOf(keys));
    expect(page.find(panel)).not.toBeNull();
    // Closed and opened again it is about the conversation.
    await page.press(eventOf('$mod+Period'));
    expect(page.find(panel)).toBeNull();
    await page.press(eventOf('$mod+Period'));
    expect(page.find('member-panel')).not.toBeNull();
  });

  it('go through the conversations as the sidebar shows them, and back the way one came', async () => {
    page = await placeTest();
    const { general, hardware, direct } = page.lab;
    const at = () => useConversations().current;
    await page.press(eventOf('Alt+ArrowDown'));
    expect(at()).toBe(hardware.id);
    await page.press(eventOf('Alt+ArrowUp'));
    expect(at()).toBe(general.id);
    await page.press(eventOf('Alt+Shift+ArrowUp'));
    expect(at()).toBe(direct.id);
    await page.press(eventOf('Alt+ArrowLeft'));
    await page.press(eventOf('Alt+ArrowLeft'));
    expect(at()).toBe(hardware.id);
    await page.press(eventOf('Alt+ArrowRight'));
    expect(at()).toBe(general.id);
    // Whoever goes elsewhere from here leaves what lay ahead.
    useConversations().show(hardware.id);
    await page.press(eventOf('Alt+ArrowRight'));
    expect(at()).toBe(hardware.id);
  });

  it('go past what is muted on the way to what is new, and past what is gone on the way back', async () => {
    page = await placeTest(({ hardware }) => (hardware.mutedUntil = Date.now() + 60_000));
    const { general, hardware, direct } = page.lab;
    await page.press(eventOf('Alt+Shift+ArrowDown'));
    expect(useConversations().current).toBe(direct.id);
    useConversations().show(hardware.id);
    page.team.places.handlers['channel.leave']({ conversation: direct.id });
    await page.press(eventOf('Alt+ArrowLeft'));
    expect(useConversations().current).toBe(general.id);
  });
});
