// Up and Down move through the messages once one of them (or their list) has the focus; Home and End
// go to the first and the last that are loaded.
const keys: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'Home', 'End']);

export function arrowThrough(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!keys.has(event.key)) return;
  const box = event.currentTarget;
  const target = event.target;
  if (!(box instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const rows = [...box.querySelectorAll<HTMLElement>('[data-key]')];
  const here = rows.findIndex((row) => row.contains(target));
  const next = nextOf(event.key, here, rows.length - 1);
  if (!rows[next]) return;
  event.preventDefault();
  rows[next].focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: 'nearest' });
}

function nextOf(key: string, here: number, last: number): number {
  if (key === 'Home') return 0;
  if (key === 'End' || here === -1) return last;
  return here + (key === 'ArrowDown' ? 1 : -1);
}
