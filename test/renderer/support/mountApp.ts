// Mounts the whole window on a computer in memory.
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, disposePinia, type Pinia, setActivePinia } from 'pinia';
import { attach } from '../../../src/renderer/api.ts';
import App from '../../../src/renderer/App.vue';
import { makeI18n } from '../../../src/renderer/i18n.ts';
import { readLater } from '../../../src/renderer/later.ts';
import type { MemoryCore } from './memoryCore.ts';
import { emptyPage, turn } from './page.ts';

/** Of the window that is open. */
let stores: Pinia | undefined;

export async function mountApp(core: MemoryCore) {
  if (document.body.hasChildNodes()) throw new Error('another window is open');
  // So that nothing that is opened comes later than what the tests wait for.
  await readLater();
  const detach = attach(core.bridge);
  const pinia = createPinia();
  stores = pinia;
  setActivePinia(pinia);
  // What a closed window still does, after a wait of seconds perhaps, would make its stores those of the test.
  pinia.use(({ store }) => void store.$onAction(() => setActivePinia(stores), true));
  const app = mount(App, { attachTo: document.body, global: { plugins: [pinia, makeI18n()] } });
  await settle();
  const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  return {
    find,
    all: (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)],
    /** Types into a field as a person does: all of it at once, with the events of it. */
    async type(id: string, text: string): Promise<void> {
      const field = find(id);
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
        throw new Error(`${id} is not a field`);
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await settle();
    },
    async key(id: string, key: string, more: KeyboardEventInit = {}): Promise<boolean> {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
      find(id)?.dispatchEvent(event);
      await settle();
      return event.defaultPrevented;
    },
    /** Enter in a field. */
    async submit(id: string): Promise<void> {
      const event = new Event('submit', { bubbles: true, cancelable: true });
      find(id)?.closest('form')?.dispatchEvent(event);
      await settle();
    },
    /** Menus open with the key that opens them for everybody. */
    async openMenu(id: string): Promise<void> {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true });
      find(id)?.dispatchEvent(event);
      await settle();
    },
    async click(id: string): Promise<void> {
      find(id)?.click();
      await settle();
    },
    async close(): Promise<void> {
      app.unmount();
      disposePinia(pinia);
      stores = undefined;
      setActivePinia(undefined);
      detach();
      emptyPage();
      await turn();
    },
  };
}
export type TestApp = Awaited<ReturnType<typeof mountApp>>;

/** Lets answers arrive and the window draw, also what is drawn because of it. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await flushPromises();
}
