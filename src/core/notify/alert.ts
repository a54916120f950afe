// What the core asks of whoever can show notifications, and what a person may do with one.

/** One notification. What is null is not to be told: there is none, or this person keeps it to themselves. */
export type Alert = {
  /** Takes the place of what is shown under the same key. */
  key: string;
  /** The team's name, where this computer has more than one. */
  team: string | null;
  /** May make a sound, by the settings. */
  sound: boolean;
  /** It only corrects what is shown: nothing new has happened. */
  quiet: boolean;
  about: AboutMessages | AboutMany | AboutDoor | { kind: 'test' };
};

/** New messages of one conversation. */
export type AboutMessages = {
  kind: 'messages';
  /** Who said the newest. */
  author: string | null;
  /** A channel's or group's name; null in a direct conversation. */
  place: string | null;
  channel: boolean;
  /** The newest, on one line, without its signs; null: not to be shown. */
  text: string | null;
  count: number;
  /** It calls this person, or was said among few. */
  urgent: boolean;
  /** It can be answered here: the person sees whom they answer. */
  reply: boolean;
};

/** What came while nobody was connected, of several conversations. */
export type AboutMany = { kind: 'many'; messages: number; conversations: number };

/** Somebody waits to be let in; `name`: the one who came last. */
export type AboutDoor = { kind: 'door'; name: string | null; waiting: number };

/** Neither waits nor throws: what cannot be shown is not. */
export type AlertPort = {
  show(alert: Alert): void;
  close(key: string): void;
};

/** What a person does with a notification. */
export type AlertDeed = { do: 'open' | 'read' | 'dismiss' } | { do: 'reply'; text: string };
