// Parts of the window that its first screen does not need: they are read once it is drawn, so that it
// is there sooner, and before anybody has found the way to them.
import { type Component, type FunctionalComponent, shallowRef } from 'vue';
import type * as laterParts from './laterParts.ts';

type Parts = typeof laterParts;
const read = shallowRef<Parts | null>(null);
const nothing: FunctionalComponent = () => null;

/** One of them; nothing is drawn until they are read, which begins now at the latest. */
export function later(pick: (parts: Parts) => Component): Component {
  if (read.value) return pick(read.value);
  void readLater();
  return nothing;
}

export async function readLater(): Promise<void> {
  // What could not be read is tried again when it is wanted next.
  read.value ??= await import('./laterParts.ts').catch(() => null);
}
