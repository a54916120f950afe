// The Markdown that people write in messages: markdown-it with the few rules that a conversation needs,
// and changed where it would not show a text as it was written: spaces and line breaks stay, a quote
// and a list end with their line, `\\server\share` keeps its strokes, and entities are no letters.
import createParser, { type MarkdownIt, type StateBlock, type StateInline } from 'markdown-it';
import { findLinks, type LinkSpan, targetOf } from './links.ts';
import { flanks } from './flanks.ts';

/** Quotes in quotes and lists in lists, a list counting twice. */
export const deepest = 24;

export function makeParser(): MarkdownIt {
  const md = new createParser('zero', { maxNesting: deepest });
  md.enable(['fence', 'blockquote', 'list', 'newline', 'escape', 'backticks']);
  md.enable(['strikethrough', 'emphasis', 'link']);
  md.validateLink = (address) => targetOf(address) !== undefined;
  md.normalizeLink = (address) => address;
  md.block.ruler.at('paragraph', paragraph);
  md.inline.ruler.at('text', words);
  md.inline.ruler.before('text', 'address', address);
  md.inline.ruler.at('newline', lineBreak);
  md.inline.ruler.at('escape', escape);
  md.inline.ruler.before('link', 'picture', picture);
  md.inline.State = class extends md.inline.State {
    override scanDelims(start: number, splitsWords: boolean) {
      return flanks(this.src, start, this.posMax, splitsWords);
    }
  };
  return md;
}

/** With every space as written, and without lines that do not belong to the quote or list around it. */
function paragraph(state: StateBlock, start: number, end: number): boolean {
  const enders = state.md.block.ruler.getRules('paragraph');
  const outer = state.parentType;
  state.parentType = 'paragraph';
  let next = start + 1;
  for (; next < end && !state.isEmpty(next); next++) {
    const indent = (state.sCount[next] ?? 0) - state.blkIndent;
    if (indent < 0) break;
    if (indent <= 3 && enders.some((ends) => ends(state, next, end, true))) break;
  }
  state.line = next;
  state.push('paragraph_open', 'p', 1).map = [start, next];
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(start, next, state.blkIndent, false);
  inline.map = [start, next];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.parentType = outer;
  return true;
}

const spans = new WeakMap<StateInline, LinkSpan[]>();
function addressesIn(state: StateInline): LinkSpan[] {
  let found = spans.get(state);
  if (!found) spans.set(state, (found = findLinks(state.src)));
  return found;
}

/** A bare address, before anything in it can be taken for a sign. */
function address(state: StateInline, silent: boolean): boolean {
  // While a label's end is looked for, its brackets count, not the addresses around them.
  if (silent || state.linkLevel > 0) return false;
  const all = addressesIn(state);
  while (all[0] && all[0].start < state.pos) all.shift();
  const span = all[0];
  if (!span || span.start !== state.pos || span.end > state.posMax) return false;
  state.push('link_open', 'a', 1).attrs = [['href', state.src.slice(span.start, span.end)]];
  state.push('text', '', 0).content = state.src.slice(span.start, span.end);
  state.push('link_close', 'a', -1).markup = 'address';
  state.pos = span.end;
  return true;
}

const signs: ReadonlySet<number> = new Set(
  ['\n', '!', '*', '[', '\\', ']', '_', '`', '~'].map((sign) => sign.charCodeAt(0)),
);

function words(state: StateInline, silent: boolean): boolean {
  const next = addressesIn(state).find(({ start }) => start > state.pos)?.start;
  const end = Math.min(next ?? state.posMax, state.posMax);
  let pos = state.pos;
  while (pos < end && !signs.has(state.src.charCodeAt(pos))) pos++;
  if (pos === state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, pos);
  state.pos = pos;
  return true;
}

function lineBreak(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\n') return false;
  if (!silent) state.pending += '\n';
  state.pos++;
  return true;
}

/** Signs that were escaped where a word begins: their fellows at the end of one are, too. */
const escaped = new WeakMap<StateInline, Set<string>>();

/** Inside a word it is no escape but a path, `C:\_build` or `dir\*.txt`, and no sign either. */
function escape(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\\' || state.pos + 1 >= state.posMax) return false;
  const sign = state.src[state.pos + 1] ?? '';
  if (!/[*_~`[\]>#+.-]/.test(sign)) return false;
  state.pos += 2;
  if (silent) return true;
  const open = escaped.get(state) ?? new Set();
  escaped.set(state, open);
  const inside = /[\p{L}\p{N}_:\\¯]/u.test(state.src[state.pos - 3] ?? '');
  const path = inside && !open.delete(sign);
  if (!inside) open.add(sign);
  state.pending += path ? `\\${sign}` : sign;
  return true;
}

/** There are no pictures by Markdown: it stays as typed, the address a plain link. */
function picture(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '[' || state.src[state.pos - 1] !== '!') return false;
  if (!silent) state.pending += '[';
  state.pos++;
  return true;
}
