// A goodbye gets a moment to be read; who does not take it is gone all the same, and holds nothing here.

/** Milliseconds. */
const patienceMs = 1000;

export function afterGoodbye(cut: () => void): void {
  setTimeout(cut, patienceMs).unref();
}
