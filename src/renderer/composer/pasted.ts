// Rich text from elsewhere, as Markdown. Only what a message can show is kept; what is no more than
// looks (colours of code, sizes, a table) comes as the plain text that lies beside it.
import type TurndownService from 'turndown';
import { targetOf } from '../../shared/text/links.ts';

const meaningful = 'b,strong,i,em,s,del,strike,code,pre,a[href],ul,ol,blockquote,h1,h2,h3,h4,h5,h6';
/** Characters of HTML; beyond it nobody wants to wait for a conversion. */
const longest = 500_000;

/** The document to convert, or null when the plain text says it all. */
export function richText(html: string): Document | null {
  if (html.length > longest || html.trim() === '') return null;
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const one of page.querySelectorAll('script,style,template,noscript,iframe,object,svg,math'))
    one.remove();
  if (page.querySelector('table')) return null;
  // One product wraps everything it copies in a bold that is not bold.
  const real = [...page.body.querySelectorAll<HTMLElement>(meaningful)].filter(
    (one) => (one.textContent ?? '').trim() !== '' && !/normal|400/.test(one.style.fontWeight),
  );
  return real.length > 0 ? page : null;
}

let loading: Promise<TurndownService> | undefined;

export async function toMarkdown(page: Document): Promise<string> {
  loading ??= import('turndown').then(({ default: Turndown }) => prepare(new Turndown(options)));
  const service = await loading;
  return service.turndown(page.body).replaceAll('\u00a0', ' ').trim();
}

const options = {
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
  emDelimiter: '_',
  strongDelimiter: '**',
  headingStyle: 'atx',
  hr: '',
} as const;

function prepare(service: TurndownService): TurndownService {
  // Text is text: a stray sign does less harm than a backslash before every other.
  service.escape = (text) => text;
  service.remove(['video', 'audio', 'button', 'input', 'select', 'textarea']);
  service.addRule('image', { filter: 'img', replacement: (_text, node) => emojiOf(node) });
  service.addRule('strike', { filter: ['s', 'del'], replacement: (text) => around(text, '~~') });
  service.addRule('bold', {
    filter: ['strong', 'b', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement: (text, node) => {
      const heading = /^H\d$/.test(node.nodeName);
      const plain = 'style' in node && /normal|400/.test(node.style.fontWeight);
      const said = plain || text.includes('**') ? text : around(text, '**');
      return heading ? `\n\n${said}\n\n` : said;
    },
  });
  service.addRule('link', {
    filter: 'a',
    replacement: (text, node) => linked(text, (node as HTMLElement).getAttribute('href') ?? ''),
  });
  service.addRule('item', {
    filter: 'li',
    replacement: (text, node) => `${markOf(node)}${text.trim().replace(/\n+/g, '\n  ')}\n`,
  });
  return service;
}

/** Many pages draw their emoji as images. */
function emojiOf(node: Node): string {
  const said = (node as HTMLElement).getAttribute('alt') ?? '';
  return /^\p{RGI_Emoji}$/v.test(said) ? said : '';
}

function linked(text: string, address: string): string {
  const target = targetOf(address);
  const label = text.replace(/\s+/gu, ' ').trim();
  if (!target) return text;
  if (label === '' || label === address || label === target.href) return target.href;
  return `[${label}](${target.href.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))})`;
}

function around(text: string, sign: string): string {
  const [, lead = '', inner = '', tail = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
  return inner === '' ? text : `${lead}${sign}${inner}${sign}${tail}`;
}

function markOf(node: Node): string {
  const parent = node.parentElement;
  if (parent?.nodeName !== 'OL') return '- ';
  const first = Number(parent.getAttribute('start') ?? 1) || 1;
  return `${first + [...parent.children].indexOf(node as Element)}. `;
}
