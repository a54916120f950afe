// What a message's text is made of, once it has been read. Only what stands here can be drawn.
import type { Target } from './links.ts';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'strike'; inside: Inline[] }
  | { kind: 'link'; target: Target; inside: Inline[] };

export type ListItem = {
  /** The number as written; null in a list without numbers. */
  value: number | null;
  inside: Block[];
};

export type Block =
  | { kind: 'paragraph'; inside: Inline[] }
  | { kind: 'code'; text: string; language: string | null }
  | { kind: 'quote'; inside: Block[] }
  | { kind: 'list'; ordered: boolean; items: ListItem[] };

/** What it says, without its signs. */
export const inlineText = (inside: readonly Inline[]): string =>
  inside.map((one) => ('inside' in one ? inlineText(one.inside) : one.text)).join('');
