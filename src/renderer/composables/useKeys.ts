// Binds the key table to what a part of the window can do.
import { tinykeys } from 'tinykeys';
import { onScopeDispose } from 'vue';
import { type Action, keyTable } from '../keys.ts';

export function useKeys(actions: Partial<Record<Action, (event: KeyboardEvent) => void>>) {
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
  // Also while the composer has the focus: none of these keys writes anything.
  const stop = tinykeys(window, bindings, { ignore: () => false });
  onScopeDispose(stop);
}
