// Every key of the window, once: the bindings and the sheet under Ctrl+/ are both made from this.
export type Action =
  | 'switcher'
  | 'nextConversation'
  | 'previousConversation'
  | 'nextUnread'
  | 'previousUnread'
  | 'newDirect'
  | 'sidePanel'
  | 'settings'
  | 'keySheet'
  | 'markRead'
  | 'nextRegion'
  | 'previousRegion'
  | 'switchTeam';

export type KeyRow = {
  action: Action;
  /** As tinykeys reads it; `$mod` is Ctrl, on macOS Cmd. */
  keys: string;
  group: 'moving' | 'doing' | 'window';
  /** Other spellings of the same key, not shown. */
  also?: readonly string[];
  /** What the sheet shows, where it is not `keys`. */
  shown?: string;
};

export const keyTable: readonly KeyRow[] = [
  { action: 'switcher', keys: '$mod+KeyK', group: 'moving' },
  { action: 'previousConversation', keys: 'Alt+ArrowUp', group: 'moving' },
  { action: 'nextConversation', keys: 'Alt+ArrowDown', group: 'moving' },
  { action: 'previousUnread', keys: 'Alt+Shift+ArrowUp', group: 'moving' },
  { action: 'nextUnread', keys: 'Alt+Shift+ArrowDown', group: 'moving' },
  {
    action: 'switchTeam',
    keys: '$mod+Digit1',
    group: 'moving',
    also: [2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `$mod+Digit${digit}`),
    shown: '$mod+1–9',
  },
  { action: 'nextRegion', keys: 'F6', group: 'moving' },
  { action: 'previousRegion', keys: 'Shift+F6', group: 'moving' },
  { action: 'newDirect', keys: '$mod+Shift+KeyK', group: 'doing' },
  { action: 'markRead', keys: 'Escape', group: 'doing' },
  { action: 'sidePanel', keys: '$mod+Period', group: 'window' },
  { action: 'settings', keys: '$mod+Comma', group: 'window' },
  { action: 'keySheet', keys: '$mod+Slash', group: 'window', also: ['$mod+Shift+Slash'] },
];

const signs: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Period: '.',
  Comma: ',',
  Slash: '/',
};

/** The caps of one binding, as printed on the keyboard at hand. */
export function keycaps(keys: string, mac: boolean): string[] {
  return keys.split('+').map((key) => {
    if (key === '$mod') return mac ? '⌘' : 'Ctrl';
    if (key === 'Alt') return mac ? '⌥' : 'Alt';
    if (key === 'Shift') return mac ? '⇧' : 'Shift';
    return signs[key] ?? key.replace(/^(?:Key|Digit)/, '');
  });
}
