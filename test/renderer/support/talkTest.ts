// What the tests about messages do on the mounted window: find a row, open its menu, press a key on it.
import { makeLab } from './lab.ts';
import { mountApp, settle } from './mountApp.ts';

/** `before`: what was said until now, told to the team before the window opens. */
export async function talkTest(
  before: (lab: ReturnType<typeof makeLab>) => void = () => undefined,
) {
  const lab = makeLab();
  before(lab);
  const app = await mountApp(lab.core);

  /** The row of a message, wherever it is shown first. */
  function row(seq: number, inside = 'timeline'): HTMLElement {
    const found = app.find(inside)?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (!found) throw new Error(`message ${seq} is not shown in ${inside}`);
    return found;
  }
  /** One part of a row, by its test id. */
  const part = (seq: number, id: string, inside?: string): HTMLElement | null =>
    row(seq, inside).querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const text = (element: Element | null | undefined): string =>
    (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

  return {
    ...app,
    lab,
    team: lab.team,
    row,
    part,
    text,
    /** What the core heard of one call. */
    heard: (name: string) =>
      lab.team.heard.filter((call) => call.name === name).map(({ input }) => input),
    /** The pointer comes to the row. */
    async hover(seq: number, inside?: string): Promise<void> {
      row(seq, inside).dispatchEvent(new Event('pointerenter'));
      await settle();
    },
    async press(seq: number, key: string, more: KeyboardEventInit = {}): Promise<void> {
      const element = row(seq);
      element.focus();
      const code = /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : key;
      const keys = { key, code, bubbles: true, cancelable: true, ...more };
      element.dispatchEvent(new KeyboardEvent('keydown', keys));
      await settle();
    },
    /** A right click. */
    async menu(seq: number, inside?: string): Promise<string[]> {
      const place = { clientX: 40, clientY: 40, button: 2, bubbles: true, cancelable: true };
      row(seq, inside).dispatchEvent(new MouseEvent('contextmenu', place));
      await settle();
      const items = app.find('message-menu')?.querySelectorAll<HTMLElement>('[role="menuitem"]');
      return [...(items ?? [])].map((item) => (item.dataset['testid'] ?? '').replace('menu-', ''));
    },
    /** Something of the row's menu. */
    async choose(seq: number, item: string, inside?: string): Promise<void> {
      await this.menu(seq, inside);
      await app.click(`menu-${item}`);
      await settle();
    },
    async clickOn(element: Element | null | undefined): Promise<void> {
      if (!(element instanceof HTMLElement)) throw new Error('nothing to press');
      element.click();
      await settle();
    },
  };
}
export type TalkTest = Awaited<ReturnType<typeof talkTest>>;
