// Colours for code: which stretch of it is what. The grammars come only when the first code with a
// language is shown.
import type { Element, Root, RootContent } from 'hast';

/** A stretch of code; `look`: what it is to its grammar, null for nothing special. */
export type Piece = { text: string; look: string | null };

type Highlighter = {
  registered: (name: string) => boolean;
  highlight: (name: string, code: string) => Root;
};
let loading: Promise<Highlighter> | undefined;

/** Null: this language is not known here. */
export async function highlight(code: string, language: string): Promise<Piece[] | null> {
  loading ??= import('lowlight').then(({ common, createLowlight }) => createLowlight(common));
  const highlighter = await loading;
  const name = language.toLowerCase();
  if (!highlighter.registered(name)) return null;
  const pieces: Piece[] = [];
  gather(highlighter.highlight(name, code).children, null, pieces);
  return pieces;
}

function gather(nodes: readonly RootContent[], look: string | null, to: Piece[]): void {
  for (const node of nodes) {
    if (node.type === 'text') add(to, node.value, look);
    else if (node.type === 'element') gather(node.children, lookOf(node) ?? look, to);
  }
}

function add(to: Piece[], text: string, look: string | null): void {
  const last = to.at(-1);
  if (last?.look === look) last.text += text;
  else to.push({ text, look });
}

/** The inner word wins; what has no colour of its own takes that of what it is in. */
function lookOf({ properties }: Element): string | null {
  const [first] = Array.isArray(properties.className) ? properties.className : [];
  return looks[String(first).replace(/^hljs-/, '')] ?? null;
}

const looks: Readonly<Record<string, string>> = {
  comment: 'comment',
  quote: 'comment',
  keyword: 'keyword',
  'selector-tag': 'keyword',
  literal: 'keyword',
  operator: 'keyword',
  doctag: 'keyword',
  name: 'keyword',
  string: 'string',
  regexp: 'string',
  addition: 'string',
  char: 'string',
  link: 'string',
  symbol: 'string',
  number: 'number',
  bullet: 'number',
  variable: 'number',
  'template-variable': 'number',
  deletion: 'deletion',
  title: 'name',
  section: 'name',
  type: 'name',
  built_in: 'name',
  attr: 'attribute',
  attribute: 'attribute',
  property: 'attribute',
  'selector-class': 'attribute',
  'selector-id': 'attribute',
  meta: 'attribute',
};
