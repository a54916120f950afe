// What a person chose for the app, and what it remembers for them.
import { Settings } from '../shared/rows.ts';
import type { JsonFile } from './jsonFile.ts';

export type SettingsStore = ReturnType<typeof createSettings>;

export function createSettings(file: JsonFile<Settings>, changed: (settings: Settings) => void) {
  let settings = file.read() ?? Settings.parse({});
  let writing: Promise<void> = Promise.resolve();
  return {
    get now(): Settings {
      return settings;
    },
    /** Throws DATA_UNWRITABLE, STORAGE_FULL; then it is as it was. */
    async change(difference: Partial<Settings>): Promise<Settings> {
      const before = settings;
      settings = { ...settings, ...difference };
      try {
        writing = file.write(settings);
        await writing;
      } catch (error) {
        // What was changed beside it meanwhile stays.
        const names = Object.keys(difference) as (keyof Settings)[];
        const undone = Object.fromEntries(names.map((name) => [name, before[name]]));
        settings = { ...settings, ...undone };
        throw error;
      }
      changed(settings);
      return settings;
    },
    /** What was chosen last is on the disk, or could not be kept; one file is written in the order of the changes. */
    settled: (): Promise<void> => writing.catch(() => undefined),
  };
}
