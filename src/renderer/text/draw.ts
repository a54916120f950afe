// Draws what was read of a message: vnodes of a handful of elements and nothing else. Texts are only
// ever texts, and an address passes targetOf on its way here.
import { h, type VNode, type VNodeChild } from 'vue';
import type { Mention } from '../../shared/entities.ts';
import CodeBlock from '../components/text/CodeBlock.vue';
import type { Target } from '../../shared/text/links.ts';
import type { Block, Inline } from '../../shared/text/nodes.ts';
import type { Segment } from './segments.ts';

/** What the drawing needs to know, and what happens when somebody presses something in it. */
export type Drawing = {
  cut: (text: string) => Segment[];
  me: string;
  /** Drawn so far: the many after the first ones are plain. */
  codes: number;
  person: (id: string) => void;
  channel: (id: string) => void;
  follow: (target: Target) => void;
};

const mostCodes = 40;

export const drawBlocks = (blocks: readonly Block[], drawing: Drawing): VNode[] =>
  blocks.map((block) => drawBlock(block, drawing));

function drawBlock(block: Block, drawing: Drawing): VNode {
  switch (block.kind) {
    case 'paragraph':
      return h('p', { dir: 'auto' }, drawInline(block.inside, drawing));
    case 'code':
      if (drawing.codes++ >= mostCodes) return h('pre', { dir: 'ltr' }, block.text);
      return h(CodeBlock, { text: block.text, language: block.language });
    case 'quote':
      return h('blockquote', { dir: 'auto' }, drawBlocks(block.inside, drawing));
    case 'list':
      return h(
        block.ordered ? 'ol' : 'ul',
        { dir: 'auto' },
        block.items.map(({ value, inside }) =>
          h('li', value === null ? {} : { value }, drawBlocks(inside, drawing)),
        ),
      );
  }
}

const drawInline = (inside: readonly Inline[], drawing: Drawing): VNodeChild[] =>
  inside.flatMap((one) => drawOne(one, drawing));

function drawOne(one: Inline, drawing: Drawing): VNodeChild[] {
  switch (one.kind) {
    case 'text':
      return drawing.cut(one.text).map((part) => drawSegment(part, drawing));
    case 'code':
      return [h('code', { dir: 'auto' }, one.text)];
    case 'link':
      return [drawLink(one.target, one.inside, drawing)];
    case 'strike':
      return [h('s', drawInline(one.inside, drawing))];
    default:
      return [h(one.kind, drawInline(one.inside, drawing))];
  }
}

function drawLink(target: Target, inside: readonly Inline[], drawing: Drawing): VNode {
  const label = inside.flatMap((one) => drawLabel(one));
  const shared = { dir: 'auto', href: target.href, title: target.href };
  if (target.kind === 'web')
    return h('a', { ...shared, target: '_blank', rel: 'noopener noreferrer' }, label);
  const onClick = (event: MouseEvent) => {
    event.preventDefault();
    drawing.follow(target);
  };
  return h('a', { ...shared, onClick }, label);
}

/** Nobody is called, and nothing can be pressed, inside what can be pressed. */
function drawLabel(one: Inline): VNodeChild[] {
  if (one.kind === 'text') return [one.text];
  if (one.kind === 'code') return [h('code', one.text)];
  const inside = one.inside.flatMap(drawLabel);
  if (one.kind === 'link') return inside;
  return [h(one.kind === 'strike' ? 's' : one.kind, inside)];
}

function drawSegment(part: Segment, drawing: Drawing): VNodeChild {
  if (part.kind === 'text') return part.text;
  const { text } = part;
  if (part.kind === 'channel')
    return pressable('channel', text, 'channel-link', () => drawing.channel(part.conversation));
  const { mention } = part;
  const look = mention === drawing.me ? 'mention me' : 'mention';
  if (isEverybody(mention))
    return h('strong', { class: look, dir: 'auto', 'data-testid': 'mention' }, text);
  return pressable(look, text, 'mention', () => drawing.person(mention));
}

const isEverybody = (mention: Mention): boolean => mention === 'channel' || mention === 'here';

/** A link within the window. Not a button: the text of one cannot be selected with what is around it. */
const pressable = (look: string, text: string, testid: string, press: () => void): VNode =>
  h(
    'a',
    {
      class: look,
      dir: 'auto',
      role: 'link',
      tabindex: 0,
      'data-testid': testid,
      onClick: press,
      onKeydown: (event: KeyboardEvent) => event.key === 'Enter' && press(),
    },
    text,
  );
