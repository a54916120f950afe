// Changes in the field where somebody writes, made so that Ctrl+Z takes them back like anything typed.

/** What is around the cursor. */
export type Selected = { start: number; end: number; text: string };

export const selected = ({
  selectionStart,
  selectionEnd,
  value,
}: HTMLTextAreaElement): Selected => ({
  start: selectionStart,
  end: selectionEnd,
  text: value.slice(selectionStart, selectionEnd),
});

/** Puts a text in the place of what stands between; the cursor then stands behind it. */
export function put(area: HTMLTextAreaElement, start: number, end: number, text: string): void {
  area.focus();
  area.setSelectionRange(start, end);
  // Old, but the only way to change a text that its undo knows of. Where it is missing the text still changes.
  // oxlint-disable-next-line typescript/no-deprecated
  const done = text === '' ? command('delete') : command('insertText', text);
  if (done && area.value.slice(start, start + text.length) === text) return;
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

function command(name: 'delete' | 'insertText', text?: string): boolean {
  try {
    return document.execCommand(name, false, text);
  } catch {
    return false;
  }
}

/** Where a text is that stands now, selected so. */
export function select(area: HTMLTextAreaElement, start: number, end = start): void {
  area.setSelectionRange(start, end);
}
