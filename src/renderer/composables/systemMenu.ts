// Where the right button is left to the system, whose menu copies: at a link, and at what is selected.

/** By the menu key there is no place of a pointer, and so neither. */
export function wantsSystemMenu({ target, clientX, clientY }: MouseEvent): boolean {
  if (!(target instanceof Element) || (clientX === 0 && clientY === 0)) return false;
  if (target.closest('a[href]') !== null) return true;
  const selected = getSelection();
  if (selected === null || selected.toString().trim() === '') return false;
  return selected.getRangeAt(0).intersectsNode(target);
}
