// What a person chose for the app, and what it remembers for them.
import { Settings } from '../shared/rows.ts';
import type { JsonFile } from './jsonFile.ts';

export type SettingsStore = ReturnType<typeof createSettings>;

export function createSettings(file: JsonFile<Settings>, changed: (settings: Settings) => void) {
  let settings = file.read() ?? Settings.parse({});
  return {
    get now(): Settings {
      return settings;
    },
    /** Throws DATA_UNWRITABLE, STORAGE_FULL. */
    async change(difference: Partial<Settings>): Promise<Settings> {
      settings = { ...settings, ...difference };
      await file.write(settings);
      changed(settings);
      return settings;
    },
  };
}
