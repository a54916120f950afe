// Up and Down move through the messages once one of them (or their list) has the focus.
export function arrowThrough(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const box = event.currentTarget;
  const target = event.target;
  if (!(box instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const rows = [...box.querySelectorAll<HTMLElement>('[data-key]')];
  const here = rows.findIndex((row) => row.contains(target));
  const next = here === -1 ? rows.length - 1 : here + (event.key === 'ArrowDown' ? 1 : -1);
  if (!rows[next]) return;
  event.preventDefault();
  rows[next].focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: 'nearest' });
}
