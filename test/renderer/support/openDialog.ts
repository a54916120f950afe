// Mounts the window and opens one of its dialogs, and what a person does in it.
import { type DialogName, useUi } from '../../../src/renderer/stores/ui.ts';
import type { MemoryCore } from './memoryCore.ts';
import { mountApp, settle } from './mountApp.ts';

export async function openDialog(core: MemoryCore, dialog: DialogName, about?: string) {
  const app = await mountApp(core);
  const show = async (name: DialogName, subject?: string): Promise<void> => {
    useUi().show(name, subject ?? null);
    await settle();
  };
  await show(dialog, about);

  const field = <T extends HTMLElement>(id: string, kind: new () => T): T => {
    const found = app.find(id);
    if (!(found instanceof kind)) throw new Error(`${id} is no ${kind.name}`);
    return found;
  };
  return {
    ...app,
    show,
    /** Its text on one line, or undefined where it is not shown. */
    text: (id: string) => app.find(id)?.textContent.replaceAll(/\s+/g, ' ').trim(),
    disabled: (id: string) => field(id, HTMLButtonElement).disabled,
    async choose(id: string, value: string): Promise<void> {
      const select = field(id, HTMLSelectElement);
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await settle();
    },
    options: (id: string) => [...field(id, HTMLSelectElement).options].map(({ value }) => value),
    /** What the core heard of one call. */
    heard: (name: string) =>
      core.heard.filter((call) => call.name === name).map(({ input }) => input),
  };
}
export type Page = Awaited<ReturnType<typeof openDialog>>;
