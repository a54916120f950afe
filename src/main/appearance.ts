// Follows the settings where main itself shows something: theme, menu and tray. They are learnt from
// what the core tells the page, because the answer to `app.boot` is meant for one reader.
import { nativeTheme } from 'electron';
import type { Client } from '../core/client.ts';
import type { Boot, Settings } from '../shared/rows.ts';
import { localeFor, type Texts, textsFor } from './texts.ts';

export type Appearance = {
  /** The same core, with main looking over the page's shoulder. */
  watch: (client: Client) => Client;
  /** The page has asked for the settings, so that they are applied. */
  known: Promise<void>;
  /** Null before that. */
  settings: () => Settings | null;
};

/** `say` gets the words of each language chosen, `booted` what each page starts with. */
export function createAppearance(
  systemLocale: string,
  say: (texts: Texts) => void,
  booted: (boot: Boot) => void,
): Appearance {
  const known = Promise.withResolvers<void>();
  let settings: Settings | null = null;
  const apply = (now: Settings): void => {
    settings = now;
    if (nativeTheme.themeSource !== now.theme) nativeTheme.themeSource = now.theme;
    say(textsFor(localeFor(now.locale, systemLocale)));
  };

  return {
    known: known.promise,
    settings: () => settings,
    watch(client) {
      client.listen((name, payload) => {
        if (name === 'settings') apply(payload as Settings);
      });
      return {
        ...client,
        async call(name, input, team, asker) {
          const answer = await client.call(name, input, team, asker);
          if (name !== 'app.boot') return answer;
          if (answer.ok) {
            const boot = answer.value as Boot;
            apply(boot.settings);
            booted(boot);
          }
          known.resolve();
          return answer;
        },
      };
    },
  };
}
