// What the tests about conversations do on the mounted window: keys, menus of the sidebar, fields.
import { useUi, type DialogName, type PanelView } from '../../../src/renderer/stores/ui.ts';
import { makeLab } from './lab.ts';
import { mountApp, settle } from './mountApp.ts';

/** `before`: what is there already when the window opens. */
export async function placeTest(
  before: (lab: ReturnType<typeof makeLab>) => void = () => undefined,
) {
  const lab = makeLab();
  before(lab);
  const app = await mountApp(lab.core);
  const text = (element: Element | null | undefined): string =>
    (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

  const item = (id: string): HTMLElement | null =>
    document.querySelector(`[data-testid="conversation-item"][data-conversation="${id}"]`);

  return {
    ...app,
    lab,
    team: lab.team,
    item,
    text,
    textOf: (id: string) => text(app.find(id)),
    /** The conversations in the sidebar, by name, in their order. */
    names: () => app.all('conversation-item').map((one) => one.title),
    heard: (name: string) =>
      lab.team.heard.filter((call) => call.name === name).map(({ input }) => input),
    /** A key of the window; answers whether something took it. */
    async press(keys: KeyboardEventInit & { key: string }): Promise<boolean> {
      const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...keys });
      (document.activeElement ?? document.body).dispatchEvent(event);
      await settle();
      return event.defaultPrevented;
    },
    /** A right click on a conversation; answers what its menu offers. */
    async menu(id: string): Promise<string[]> {
      const place = { clientX: 40, clientY: 40, button: 2, bubbles: true, cancelable: true };
      item(id)?.dispatchEvent(new MouseEvent('contextmenu', place));
      await settle();
      const items = app.find('conversation-menu')?.querySelectorAll<HTMLElement>('.menu-item');
      return [...(items ?? [])].map((one) => (one.dataset['testid'] ?? '').replace('menu-', ''));
    },
    async show(name: DialogName, about: string | null = null): Promise<void> {
      useUi().show(name, about);
      await settle();
    },
    async panel(view: PanelView): Promise<void> {
      useUi().showPanel(view, false);
      await settle();
    },
    async choose(id: string, value: string): Promise<void> {
      const select = app.find(id);
      if (!(select instanceof HTMLSelectElement)) throw new Error(`${id} is no choice`);
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await settle();
    },
    async clickOn(element: Element | null | undefined): Promise<void> {
      if (!(element instanceof HTMLElement)) throw new Error('nothing to press');
      element.click();
      await settle();
    },
  };
}
export type PlaceTest = Awaited<ReturnType<typeof placeTest>>;
