// Every key of the window, once: the bindings and the sheet under Ctrl+/ are both made from this.
export type Action =
  | 'switcher'
  | 'nextConversation'
  | 'previousConversation'
  | 'nextUnread'
  | 'previousUnread'
  | 'back'
  | 'forward'
  | 'switchTeam'
  | 'nextRegion'
  | 'previousRegion'
  | 'findHere'
  | 'findEverywhere'
  | 'mentions'
  | 'newDirect'
  | 'newGroup'
  | 'markRead'
  | 'markAllRead'
  | 'bold'
  | 'italic'
  | 'strike'
  | 'code'
  | 'link'
  | 'attach'
  | 'editLast'
  | 'replyLast'
  | 'reply'
  | 'edit'
  | 'react'
  | 'thread'
  | 'remove'
  | 'menu'
  | 'sidePanel'
  | 'settings'
  | 'lock'
  | 'keySheet'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomReset';

export const keyGroups = ['moving', 'finding', 'doing', 'writing', 'message', 'window'] as const;

export type KeyRow = {
  action: Action;
  /** As tinykeys reads it; `$mod` is Ctrl, on macOS Cmd. */
  keys: string;
  group: (typeof keyGroups)[number];
  /** Where it works: everywhere, in the composer, on a message that has the focus, or by the application's menu. */
  where: 'window' | 'composer' | 'message' | 'menu';
  /** Other spellings of the same key, not shown. */
  also?: readonly string[];
  /** What the sheet shows, where it is not `keys`. */
  shown?: string;
};

const row = (
  group: KeyRow['group'],
  where: KeyRow['where'],
  action: Action,
  keys: string,
  more: Pick<KeyRow, 'also' | 'shown'> = {},
): KeyRow => ({ action, keys, group, where, ...more });

export const keyTable: readonly KeyRow[] = [
  row('moving', 'window', 'switcher', '$mod+KeyK'),
  row('moving', 'window', 'previousConversation', 'Alt+ArrowUp'),
  row('moving', 'window', 'nextConversation', 'Alt+ArrowDown'),
  row('moving', 'window', 'previousUnread', 'Alt+Shift+ArrowUp'),
  row('moving', 'window', 'nextUnread', 'Alt+Shift+ArrowDown'),
  row('moving', 'window', 'back', 'Alt+ArrowLeft'),
  row('moving', 'window', 'forward', 'Alt+ArrowRight'),
  row('moving', 'window', 'switchTeam', '$mod+Digit1', {
    also: [2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `$mod+Digit${digit}`),
    shown: '$mod+1–9',
  }),
  row('moving', 'window', 'nextRegion', 'F6'),
  row('moving', 'window', 'previousRegion', 'Shift+F6'),

  row('finding', 'window', 'findHere', '$mod+KeyF'),
  row('finding', 'window', 'findEverywhere', '$mod+Shift+KeyF'),
  row('finding', 'window', 'mentions', '$mod+Shift+KeyM'),

  row('doing', 'window', 'newDirect', '$mod+Shift+KeyK'),
  row('doing', 'window', 'newGroup', '$mod+KeyN'),
  row('doing', 'window', 'markRead', 'Escape'),
  row('doing', 'window', 'markAllRead', 'Shift+Escape'),

  row('writing', 'composer', 'bold', '$mod+KeyB'),
  row('writing', 'composer', 'italic', '$mod+KeyI'),
  row('writing', 'composer', 'strike', '$mod+Shift+KeyX'),
  row('writing', 'composer', 'code', '$mod+KeyE'),
  row('writing', 'composer', 'link', '$mod+Shift+KeyL'),
  row('writing', 'window', 'attach', '$mod+KeyU'),
  row('writing', 'composer', 'editLast', 'ArrowUp'),
  row('writing', 'composer', 'replyLast', 'Shift+ArrowUp'),

  row('message', 'message', 'reply', 'KeyR'),
  row('message', 'message', 'edit', 'KeyE'),
  // By its sign, not its place: on many keyboards + needs Shift, on others not.
  row('message', 'message', 'react', '[Shift]+(\\x2b)', { shown: 'Plus' }),
  row('message', 'message', 'thread', 'KeyT'),
  row('message', 'message', 'remove', 'Delete'),
  row('message', 'message', 'menu', 'Enter'),

  row('window', 'window', 'sidePanel', '$mod+Period'),
  row('window', 'window', 'settings', '$mod+Comma'),
  row('window', 'window', 'lock', '$mod+KeyL'),
  row('window', 'window', 'keySheet', '$mod+Slash', { also: ['$mod+Shift+Slash'] }),
  row('window', 'menu', 'zoomIn', '$mod+Equal'),
  row('window', 'menu', 'zoomOut', '$mod+Minus'),
  row('window', 'menu', 'zoomReset', '$mod+Digit0'),
];

const signs: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Period: '.',
  Comma: ',',
  Slash: '/',
  Plus: '+',
  Equal: '=',
  Minus: '−',
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

/** The caps of an action's key, to be shown beside what it does: "Ctrl K". */
export function capsOf(action: Action, mac: boolean): string {
  const found = keyTable.find((one) => one.action === action);
  return found ? keycaps(found.shown ?? found.keys, mac).join(' ') : '';
}
