// From what other programs send to a message's text. Titles and names of fields are text and nothing
// else: whatever signs they hold, they end where they end.
import { z } from 'zod';

const Short = z.string().max(500);
const Link = z
  .string()
  .max(2048)
  .refine((text) => /^https?:\/\/[^\s<>]+$/i.test(text) && URL.canParse(text), 'not a web address');

/** The JSON that an incoming hook takes; whatever else is in it is left out. */
export const HookMessage = z.object({
  text: z.string().default(''),
  title: Short.optional(),
  link: Link.optional(),
  attachments: z
    .array(
      z.object({
        title: Short.optional(),
        link: Link.optional(),
        text: z.string().optional(),
        fields: z
          .array(
            z.object({
              name: Short,
              value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
            }),
          )
          .max(50)
          .default([]),
      }),
    )
    .max(20)
    .default([]),
});
export type HookMessage = z.infer<typeof HookMessage>;

/** The title in bold, attachments as quotes. `text` and the values of fields are Markdown as they come. */
export function toMarkdown({ title, link, text, attachments }: HookMessage): string {
  const quotes = attachments.map(({ fields, ...attachment }) =>
    quote([
      heading(attachment.title, attachment.link),
      attachment.text,
      ...fields.map(({ name, value }) => `${bold(`${line(name)}:`)} ${value}`),
    ]),
  );
  return [together([heading(title, link), text]), ...quotes].filter(Boolean).join('\n\n');
}

const heading = (title = '', link = ''): string =>
  [line(title) && bold(line(title)), link].filter(Boolean).join(' ');

/** A stroke at the end would take the bold's own sign with it. */
const bold = (text: string): string => (text.endsWith('\\') ? escape(text) : `**${escape(text)}**`);

const line = (text: string): string => text.replace(/\s+/g, ' ').trim();

const together = (parts: (string | undefined)[]): string =>
  parts
    .map((part) => part?.trimEnd() ?? '')
    .filter((part) => part !== '')
    .join('\n');

function quote(parts: (string | undefined)[]): string {
  const text = together(parts);
  return text === ''
    ? ''
    : text
        .split(/\r\n?|\n/)
        .map((each) => `> ${each}`)
        .join('\n');
}

/** Signs between letters and figures are none, and with a stroke before them would show it: `my_file`, `2*3`. */
const escape = (text: string): string =>
  text
    .replace(/(?<![A-Za-z0-9*_~])[*_~]+|[*_~]+(?![A-Za-z0-9*_~])/g, (signs) =>
      signs.replace(/./g, String.raw`\$&`),
    )
    .replace(/`|\](?=\()/g, String.raw`\$&`);
