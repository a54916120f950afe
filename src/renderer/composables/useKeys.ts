// Binds the key table to what a part of the window can do.
import { createKeybindingsHandler, tinykeys } from 'tinykeys';
import { onScopeDispose } from 'vue';
import { type Action, keyTable } from '../keys.ts';

type Actions = Partial<Record<Action, (event: KeyboardEvent) => void>>;
// Also while the composer has the focus: none of the window's keys writes anything.
const options = { ignore: () => false };

/** Keys of the whole window, for as long as the part that asks is there. */
export function useKeys(actions: Actions): void {
  onScopeDispose(tinykeys(window, bindingsOf(actions), options));
}

/** A listener of `keydown` for keys that work only in one place: the composer, a message. */
export const keyListener = (actions: Actions): ((event: KeyboardEvent) => void) =>
  createKeybindingsHandler(bindingsOf(actions), options);

function bindingsOf(actions: Actions): Record<string, (event: KeyboardEvent) => void> {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const { action, keys, also = [] } of keyTable) {
    const act = actions[action];
    if (!act) continue;
    for (const one of [keys, ...also]) {
      bindings[one] = (event) => {
        // An input method at work owns the keyboard.
        if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
        act(event);
      };
    }
  }
  return bindings;
}
