// Keys on a message that has the focus, from the window's one table.
import { type Action, keyTable } from '../keys.ts';

type MessageAction = Extract<Action, 'reply' | 'thread' | 'edit' | 'react' | 'remove' | 'menu'>;

/** As tinykeys takes them; each is kept from doing anything else. */
export function messageBindings(
  actions: Record<MessageAction, () => unknown>,
): Record<string, (event: KeyboardEvent) => void> {
  const named: Partial<Record<Action, () => unknown>> = actions;
  return Object.fromEntries(
    keyTable.flatMap(({ action, where, keys }) => {
      const act = named[action];
      if (where !== 'message' || !act) return [];
      return [
        [
          keys,
          (event: KeyboardEvent) => {
            event.preventDefault();
            void act();
          },
        ],
      ];
    }),
  );
}
