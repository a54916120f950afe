// Saves a text where the person wants it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { Refusal } from '../shared/errors.ts';

/** Answers the path, or null when the person changed their mind. Throws DATA_UNWRITABLE. */
export async function saveReport(window: BrowserWindow, text: string): Promise<string | null> {
  const date = new Date().toLocaleDateString('sv');
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), `lanline-network-report-${date}.txt`),
  });
  if (canceled || !filePath) return null;
  try {
    await writeFile(filePath, text, 'utf8');
  } catch (error) {
    throw new Refusal('DATA_UNWRITABLE', `${filePath}: ${String(error)}`);
  }
  return filePath;
}
