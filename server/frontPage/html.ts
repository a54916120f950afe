// HTML with holes: what is put into one is escaped, unless it is HTML itself.
export type Html = { readonly html: string };

type Hole = string | number | Html | readonly Html[] | null;

export const html = (parts: TemplateStringsArray, ...holes: Hole[]): Html => ({
  html: parts.map((part, index) => part + filled(holes[index] ?? null)).join(''),
});

/** For what we wrote ourselves: never for what somebody said. */
export const asHtml = (text: string): Html => ({ html: text });

function filled(hole: Hole): string {
  if (hole === null) return '';
  if (typeof hole === 'string' || typeof hole === 'number') return escape(String(hole));
  return 'html' in hole ? hole.html : hole.map((one) => one.html).join('');
}

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
