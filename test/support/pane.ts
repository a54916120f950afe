// A conversation as a window shows it: read once, and from then on changed only by what is pushed.
import type { TimelineRow } from '../../src/shared/timelineRows.ts';
import type { Person } from './person.ts';

export type Pane = {
  /** What is shown. */
  rows(): TimelineRow[];
  /** What reading it anew would show. */
  read(): Promise<TimelineRow[]>;
};

/** Enough for conversations of up to 200 rows. */
export async function lookAt(person: Person, conversation: string): Promise<Pane> {
  let shown = new Map<string, TimelineRow>();

  async function page(): Promise<TimelineRow[]> {
    return (await person.call('timeline.latest', { conversation, limit: 200 })).rows;
  }
  async function open(): Promise<void> {
    shown = new Map((await page()).map((row) => [row.key, row]));
  }

  person.on('timeline', (push) => {
    if (push.conversation !== conversation) return;
    // After the app was closed there is nobody to ask.
    if (push.reset) return void open().catch(() => undefined);
    for (const key of push.removed) shown.delete(key);
    for (const row of push.rows) if (standsHere(row)) shown.set(row.key, row);
  });
  await open();
  return {
    rows: () => inOrder([...shown.values()]),
    read: async () => inOrder(await page()),
  };
}

/** Replies of a thread stand in their thread only. */
const standsHere = (row: TimelineRow): boolean =>
  row.kind === 'note' || row.thread === null || row.broadcast;

const place = ({ seq }: TimelineRow): number => seq ?? Number.MAX_SAFE_INTEGER;
const inOrder = (rows: TimelineRow[]): TimelineRow[] =>
  rows.toSorted((a, b) => place(a) - place(b) || a.key.localeCompare(b.key));
