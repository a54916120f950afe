// Texts that want to be more than text: for every view that shows what others wrote. Each must come
// out as words, with nothing in the page but what we draw ourselves.
const rlo = '\u202e';
const zero = '\u200b';

/** Things to be put into any text that somebody else may choose: messages, names, topics, statuses. */
export const hostileTexts: readonly string[] = [
  '<script>window.hurt=1</script>',
  '<img src=x onerror="window.hurt=1">',
  '<svg onload=window.hurt=1><animate onbegin=window.hurt=1 attributeName=x dur=1s></svg>',
  '<svg><script>window.hurt=1</script></svg>',
  '<iframe srcdoc="<script>parent.hurt=1</script>"></iframe>',
  '<iframe src="javascript:parent.hurt=1"></iframe>',
  '<object data="data:text/html,<script>window.hurt=1</script>"></object>',
  '<embed src="javascript:window.hurt=1">',
  '<a href="javascript:window.hurt=1">press</a>',
  '<a href="https://evil.example" onclick="window.hurt=1">press</a>',
  '<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=javascript:1">',
  '<form action=javascript:window.hurt=1><button autofocus formaction=javascript:1>x</button></form>',
  '<details open ontoggle=window.hurt=1><summary>x</summary></details>',
  '<math><mtext><table><mglyph><style><img src=x onerror=window.hurt=1>',
  '"><script>window.hurt=1</script>',
  "'-window.hurt=1-'",
  '{{constructor.constructor("window.hurt=1")()}}',
  '${window.hurt=1}',
  '&lt;script&gt;window.hurt=1&lt;/script&gt;',
  '&#x3C;script&#x3E;window.hurt=1&#x3C;/script&#x3E;',
  '\\u003cscript\\u003ewindow.hurt=1\\u003c/script\\u003e',
  '[press](javascript:window.hurt=1)',
  '[press](JaVaScRiPt:window.hurt=1)',
  '[press](java\tscript:window.hurt=1)',
  '[press](java&#115;cript:window.hurt=1)',
  '[press](&#106;avascript:window.hurt=1)',
  '[press](javascript&colon;window.hurt=1)',
  '[press](\u0001javascript:window.hurt=1)',
  `[press](java${zero}script:window.hurt=1)`,
  '[press](<javascript:window.hurt=1>)',
  '[press](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[press](vbscript:msgbox)',
  '[press](file:///etc/passwd)',
  '[press](//evil.example/x)',
  '[press](\\\\evil.example\\share)',
  '[press](blob:https://evil.example/1)',
  '[press](https://good.example@evil.example/)',
  '[press](https://x.example "onmouseover=window.hurt=1 x=")',
  '[press](https://x.example/"onmouseover="window.hurt=1)',
  '[press]: javascript:window.hurt=1\n\n[press]',
  '[https://bank.example](https://evil.example)',
  '![x](javascript:window.hurt=1)',
  '![x](https://evil.example/pixel.png)',
  '![x"onerror="window.hurt=1](x)',
  '<javascript:window.hurt=1>',
  '<https://evil.example/"onmouseover=window.hurt=1>',
  'https://evil.example/"onmouseover="window.hurt=1',
  "https://evil.example/'onmouseover='window.hurt=1",
  'https://evil.example/`onmouseover=`window.hurt=1',
  'lanline://join/../../settings',
  'lanline://message/x/y/1"onmouseover="window.hurt=1',
  '[press](lanline://message/javascript:window.hurt=1)',
  '```html"onmouseover="window.hurt=1\n<script>window.hurt=1</script>\n```',
  '```<img src=x onerror=window.hurt=1>\nx\n```',
  '```html\n<img src=x onerror=window.hurt=1></code></pre><script>window.hurt=1</script>\n```',
  '`<img src=x onerror=window.hurt=1>`',
  '> <img src=x onerror=window.hurt=1>',
  '- <img src=x onerror=window.hurt=1>\n1. <script>window.hurt=1</script>',
  '**<img src=x onerror=window.hurt=1>** _<svg onload=window.hurt=1>_',
  '# <img src=x onerror=window.hurt=1>',
  '| <img src=x onerror=window.hurt=1> |\n|---|\n| x |',
  '@<img src=x onerror=window.hurt=1> #<img src=x onerror=window.hurt=1>',
  '__proto__ constructor [x](__proto__) ```constructor\nx\n```',
  '＜script＞window.hurt=1＜/script＞',
  '‹img src=x onerror=window.hurt=1›',
  '\ufeff<script>window.hurt=1</script>',
  'ＪａｖａＳｃｒｉｐｔ:window.hurt=1',
  `${rlo}<script>window.hurt=1</script>`,
  `${rlo}gpj.exe`,
  `[${rlo}elpmaxe.knab](https://evil.example)`,
  `\u2066\u2067\u2068 unclosed isolates`,
  'x\u2028<script>window.hurt=1</script>\u2029y',
];

/** What no view may choke on, as long as a message can be. */
export const heavyTexts: readonly (readonly [name: string, text: string])[] = [
  ['one word of 16 KiB', 'x'.repeat(16_384)],
  ['10,000 combining marks', `Z${'\u0351'.repeat(8_000)}`],
  ['a line break for every letter', 'a\n'.repeat(8_192)],
  ['right-to-left overrides', '\u202eabc '.repeat(2_000)],
  ['quotes in quotes', '> '.repeat(8_000)],
  [
    'lists in lists',
    Array.from({ length: 150 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n'),
  ],
  ['bold in bold', '**a '.repeat(2_000) + ' a**'.repeat(2_000)],
  ['open brackets', '['.repeat(16_000)],
  ['brackets and addresses', '[a](https://x.example/'.repeat(700)],
  ['stars', '*a **a _a '.repeat(1_600)],
  ['backticks', '`a`` '.repeat(3_000)],
  ['fences', '```\nx\n```\n'.repeat(1_600)],
  ['tildes', '~~a'.repeat(5_000)],
  ['backslashes', '\\'.repeat(16_000)],
  ['addresses', 'https://x.example/ '.repeat(860)],
  ['mentions', '@'.repeat(16_000)],
  ['channels', '#a'.repeat(8_000)],
  ['short names', ':a'.repeat(8_000)],
];

const elements: ReadonlySet<string> = new Set(
  `DIV SPAN P STRONG EM S CODE PRE BLOCKQUOTE UL OL LI A BUTTON SVG PATH RECT CIRCLE LINE POLYLINE BDI`.split(
    ' ',
  ),
);
const attributes =
  /^(?:class|dir|href|title|target|rel|role|tabindex|type|value|data-testid|data-v-[\w-]+|data-v-app|aria-label|aria-hidden|aria-expanded|xmlns|width|height|viewBox|viewbox|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|d|x|y|x1|x2|y1|y2|rx|ry|cx|cy|r|points)$/;
const places = /^(?:https?:\/\/|mailto:|lanline:\/\/(?:message|join)\/)/;

/** What stands in there that nobody but a hostile text would draw; nothing, if all is well. */
export function harmIn(root: Element): string[] {
  const found = Object.hasOwn(window, 'hurt') ? ['it ran'] : [];
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (!elements.has(element.tagName.toUpperCase())) found.push(`<${element.tagName}>`);
    for (const { name, value } of element.attributes) {
      if (!attributes.test(name)) found.push(`${element.tagName} ${name}`);
      if (name === 'href' && !places.test(value)) found.push(`href ${value}`);
    }
  }
  return found;
}
