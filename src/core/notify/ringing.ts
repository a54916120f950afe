// Whether anything rings on this computer now, and how: its settings, its clock, and what its window
// shows to somebody who looks.
import type { Settings } from '../../shared/rows.ts';
import type { Heard } from '../db/heard.ts';
import type { RunDatabase } from '../db/thread.ts';
import type { Alert, AlertPort } from './alert.ts';
import { isWithin } from './quietHours.ts';
import { nameOf, type Privacy } from './wording.ts';

/** What a window shows, and whether it has the focus. */
export type Shown = {
  focused: boolean;
  team: string | null;
  conversation: string | null;
  thread: { conversation: string; seq: number } | null;
};

export type Ringing = ReturnType<typeof createRinging>;

export type RingingParts = {
  port: AlertPort;
  settings(): Settings;
  teams(): { id: string; name: string }[];
};

export function createRinging({ port, settings, teams }: RingingParts) {
  /** By window. */
  const windows = new Map<string, Shown>();
  let away = false;

  const on = (): boolean => {
    const { notify, quietHours } = settings();
    return notify && !isWithin(quietHours, new Date());
  };
  /** What somebody looks at now of this team. */
  const looked = (team: string): Shown[] =>
    away ? [] : [...windows.values()].filter((shown) => shown.focused && shown.team === team);

  return {
    /** What comes now may ring. */
    on,
    sound: (): boolean => settings().notifySound,
    privacy: (): Privacy => settings().notifyShows,
    /** For whoever has more than one team. */
    nameOf(team: string): string | null {
      const all = teams();
      return all.length > 1 ? nameOf(all.find(({ id }) => id === team)?.name ?? '') : null;
    },
    /** Nobody is to be disturbed now. */
    async silent(db: RunDatabase): Promise<boolean> {
      if (!on()) return true;
      return ((await db('dndUntil')) ?? 0) > Date.now();
    },
    /** Somebody looks at this team now. */
    looks: (team: string): boolean => looked(team).length > 0,
    /** Somebody looks at where this stands now. */
    watched(team: string, { conversation, thread }: Omit<Heard, 'seq'>): boolean {
      return looked(team).some(
        (shown) =>
          shown.conversation === conversation ||
          (shown.thread?.conversation === conversation && shown.thread.seq === thread),
      );
    },
    see: (now: Shown, window: string): void => void windows.set(window, now),
    /** The window is gone. */
    unsee: (window: string): void => void windows.delete(window),
    idle: (nobody: boolean): void => void (away = nobody),
    show: (alert: Alert): void => port.show(alert),
    close: (key: string): void => port.close(key),
  };
}
