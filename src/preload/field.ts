// The field in which somebody writes, as far as spelling needs it. The preload is compiled without the
// page's types, so what is used of them is said here.

export type Field = {
  value: string;
  spellcheck: boolean;
  selectionStart: number | null;
  selectionEnd: number | null;
  selectionDirection: 'forward' | 'backward' | 'none' | null;
  setSelectionRange(start: number, end: number, direction?: Field['selectionDirection']): void;
};

type Page = {
  activeElement: Partial<Field> | null;
  querySelectorAll(selector: string): Iterable<Field>;
  addEventListener(event: 'input', heard: () => void, capture: true): void;
};
const page = (globalThis as unknown as { document: Page }).document;

/** The one with the cursor in it, where its spelling is checked. */
export function writtenField(): Field | null {
  const it = page.activeElement;
  return it?.spellcheck === true && typeof it.value === 'string' ? (it as Field) : null;
}

export const checkedFields = (): Field[] => [...page.querySelectorAll('[spellcheck="true"]')];

export const whenWritten = (heard: () => void): void => page.addEventListener('input', heard, true);

/** The text up to the cursor; of a long one only its end. */
export const writtenLast = ({ value, selectionEnd }: Field): string =>
  value.slice(0, selectionEnd ?? undefined).slice(-40);
