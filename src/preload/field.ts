// The field in which somebody writes, as far as spelling needs it. The preload is compiled without the
// page's types, so what is used of them is said here.

export type Field = {
  value: string;
  spellcheck: boolean;
  selectionStart: number;
  selectionEnd: number;
  selectionDirection: 'forward' | 'backward' | 'none';
  setSelectionRange(start: number, end: number, direction?: Field['selectionDirection']): void;
};

type Heard = (event: { stopImmediatePropagation(): void }) => void;
type Target = {
  addEventListener(event: string, heard: Heard, capture: true): void;
  removeEventListener(event: string, heard: Heard, capture: true): void;
};
type Page = Target & {
  activeElement: Partial<Field> | null;
  execCommand(command: 'insertText' | 'undo' | 'redo', interactive: false, text?: string): boolean;
};
const { document: page, window } = globalThis as unknown as { document: Page; window: Target };

/** The one with the cursor in it, where its spelling is checked. */
export function writtenField(): Field | null {
  const it = page.activeElement;
  const isText = typeof it?.value === 'string' && typeof it.selectionEnd === 'number';
  return isText && it.spellcheck === true ? (it as Field) : null;
}

export const whenWritten = (heard: () => void): void => page.addEventListener('input', heard, true);

let composing = false;
/** A word is put together by an input method: nobody else may touch the text. */
export const isComposing = (): boolean => composing;

/** Somebody begins to write in a field, or has put a word together. */
export function whenReady(heard: () => void): void {
  const composed = (): void => {
    composing = false;
    // Only then the word is in the text.
    setTimeout(heard);
  };
  page.addEventListener('compositionstart', () => void (composing = true), true);
  page.addEventListener('compositionend', composed, true);
  page.addEventListener('focusin', heard, true);
}

/** The text up to the cursor; of a long one only its end. */
export const writtenLast = ({ value, selectionEnd }: Field): string =>
  value.slice(0, selectionEnd).slice(-40);

/**
 * Has Chromium look at a text once more, which it does only after an edit: one that is taken back at once, with the
 * selection, and of which neither the page nor the person learns.
 */
export function stir(field: Field): void {
  const { value, selectionStart, selectionEnd, selectionDirection } = field;
  if (value === '') return;
  const hush: Heard = (event) => event.stopImmediatePropagation();
  const events = ['beforeinput', 'input'];
  for (const event of events) window.addEventListener(event, hush, true);
  try {
    // Somewhere else in between: otherwise what was typed last would be taken back with it.
    const elsewhere = selectionStart === 0 ? value.length : 0;
    field.setSelectionRange(elsewhere, elsewhere);
    field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    page.execCommand('insertText', false, ' ');
    if (field.value !== value) page.execCommand('undo', false);
    if (field.value !== value) page.execCommand('redo', false);
  } finally {
    for (const event of events) window.removeEventListener(event, hush, true);
  }
}
