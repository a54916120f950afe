// Follows the settings where main itself shows something: theme, menu and tray.
import { nativeTheme } from 'electron';
import type { Client } from '../core/client.ts';
import type { Boot, Settings } from '../shared/api.ts';
import { unwrap } from '../shared/errors.ts';
import { localeFor, type Texts, textsFor } from './texts.ts';

/** Applies the settings now and at every change; `say` gets the words of the language chosen. */
export async function followSettings(client: Client, say: (texts: Texts) => void): Promise<void> {
  const { settings, systemLocale } = unwrap(await client.call('app.boot', undefined)) as Boot;
  const apply = ({ theme, locale }: Settings): void => {
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
    say(textsFor(localeFor(locale, systemLocale)));
  };
  apply(settings);
  client.listen((name, payload) => {
    if (name === 'settings') apply(payload as Settings);
  });
}
