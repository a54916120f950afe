// The simulated page, which the tests share one after another: how it is emptied, and what is still there.
import { vi } from 'vitest';

// Here every moment is idle; this window has no such call.
globalThis.requestIdleCallback ??= (run) => {
  queueMicrotask(() => run({ didTimeout: false, timeRemaining: () => 50 }));
  return 0;
};

// Not one of those that a test puts in its place.
const { setTimeout } = globalThis;
const roots = () => [document.documentElement, document.body];

/** What a window that is gone leaves: the page it drew in, and what it remembers. */
export function emptyPage(): void {
  document.body.replaceChildren();
  for (const root of roots())
    for (const name of root.getAttributeNames()) root.removeAttribute(name);
  document.title = '';
  localStorage.clear();
}

/**
 * What was put off has happened. A dialog that is gone, for one, gives the focus back a turn later: with the next
 * window open by then, that took the focus from what was open there.
 */
export async function turn(): Promise<void> {
  if (vi.isFakeTimers()) vi.advanceTimersByTime(0);
  // Those set for the same time come in their order.
  await new Promise((done) => setTimeout(done, 0));
}

/** In words, one for each thing; none on a page as new. */
export function leftOnPage(): string[] {
  const drawn = [...document.body.children].map((one) => one.outerHTML.slice(0, 200));
  const attributes = roots().flatMap((root) =>
    root.getAttributeNames().map((name) => `${name} of the ${root.localName}`),
  );
  const kept = Object.keys(localStorage).map((key) => `'${key}' in the storage`);
  const more = [
    document.title !== '' && 'a title',
    location.search !== '' && location.search,
    document.activeElement !== document.body && 'a focus',
  ];
  return [...drawn, ...attributes, ...kept, ...more.filter((one) => one !== false)];
}
