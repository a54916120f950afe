// Says in people's words why the app cannot start, and ends it.
import { app, dialog } from 'electron';
import { fail } from '../shared/errors.ts';
import { localeFor, textsFor } from './texts.ts';

export async function showStartFailure(thrown: unknown): Promise<void> {
  const { code, message } = fail(thrown).error;
  process.stderr.write(`lanline: ${code}: ${message}\n`);
  await app.whenReady();
  const texts = textsFor(localeFor('system', app.getLocale()));
  dialog.showErrorBox(
    texts.cannotStart,
    `${texts.cannotStartBecause[code] ?? texts.unexpected}\n\n${message}`,
  );
  app.exit(1);
}
