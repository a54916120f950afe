// A key that opens a dialog, and closes it when pressed again.
import { type DialogName, useUi } from '../stores/ui.ts';
import { layersOpen } from './layers.ts';

export function useDialogKey() {
  const ui = useUi();
  return (name: DialogName) =>
    (event: KeyboardEvent): void => {
      event.preventDefault();
      if (ui.dialog === null && layersOpen()) return;
      if (ui.dialog === name) ui.close();
      else ui.show(name);
    };
}
