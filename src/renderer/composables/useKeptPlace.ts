// Holds the reading place in a list that changes above, below and inside: rows that are prepended,
// resized or regrouped never move what is being read, and at the end the end is followed.
import { useResizeObserver } from '@vueuse/core';
import { onBeforeUpdate, onUpdated, type Ref, ref } from 'vue';

/** So near to the end counts as at the end. Pixels. */
const endSlack = 24;
/** A row taken away (a discarded message) leaves its neighbours to hold on to. */
const anchors = 4;

type Place = { key: string; bottom: number };

export function useKeptPlace(
  viewport: Ref<HTMLElement | null>,
  content: Ref<HTMLElement | null>,
  /** False while newer rows are not loaded: the last row shown is not the end. */
  hasEnd: () => boolean,
) {
  const atEnd = ref(false);
  let places: Place[] = [];
  let pinned = false;

  /** Remembers what is read now. Rows are held by their lower edge: a group's head may vanish above it. */
  function note(): void {
    const box = viewport.value;
    if (!box) return;
    pinned = hasEnd() && box.scrollHeight - box.scrollTop - box.clientHeight <= endSlack;
    atEnd.value = pinned;
    const rows = keyedRows(box);
    const top = box.getBoundingClientRect().top;
    const first = firstBelow(rows, top);
    places = rows.slice(first, first + anchors).map((row) => ({
      key: row.dataset['key'] ?? '',
      bottom: row.getBoundingClientRect().bottom - top,
    }));
  }

  /** Puts what was read back where it was. */
  function keep(): void {
    const box = viewport.value;
    if (!box) return;
    if (pinned && hasEnd()) {
      box.scrollTop = box.scrollHeight;
    } else {
      const rows = new Map(keyedRows(box).map((row) => [row.dataset['key'], row]));
      const place = places.find(({ key }) => rows.has(key));
      const row = place && rows.get(place.key);
      if (place && row) {
        const top = box.getBoundingClientRect().top;
        const moved = row.getBoundingClientRect().bottom - top - place.bottom;
        if (Math.abs(moved) >= 0.5) box.scrollTop += moved;
      }
    }
    note();
  }

  function toEnd(): void {
    const box = viewport.value;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    note();
  }

  /** Puts an element a little below the upper edge. */
  function toElement(element: HTMLElement, below: number): void {
    const box = viewport.value;
    if (!box) return;
    box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - below;
    note();
  }

  onBeforeUpdate(note);
  onUpdated(keep);
  // The window's size, the composer's height, fonts that arrive late, a row that opens.
  useResizeObserver([viewport, content], keep);

  return { atEnd, note, keep, toEnd, toElement };
}

const keyedRows = (box: HTMLElement): HTMLElement[] => [
  ...box.querySelectorAll<HTMLElement>('[data-key]'),
];

/** Rows stand one below the other, so the first visible one is found by halves. */
function firstBelow(rows: readonly HTMLElement[], top: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.getBoundingClientRect().bottom > top) high = middle;
    else low = middle + 1;
  }
  return low;
}
