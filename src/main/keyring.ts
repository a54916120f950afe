// The system's keyring, through Electron. Chromium's stopgap for systems without one, a key that is
// the same on every computer, is not taken for a keyring.
import { setTimeout as pause } from 'node:timers/promises';
import { safeStorage } from 'electron';

export type SystemKeyring = {
  /** Null where there is no keyring, or where it is locked. */
  seal(text: string): Promise<string | null>;
  /** Throws when the keyring is gone, locked, or not the one that sealed it. */
  open(sealed: string): Promise<string>;
};

/** A keyring may ask a person to unlock it; the app does not wait longer than this. */
const patienceMs = 4_000;

/** To be used when Electron is ready. Takes milliseconds, unless the keyring is locked. */
export const systemKeyring: SystemKeyring = {
  async seal(text) {
    if (!(await isAnswering())) return null;
    const sealed = await safeStorage.encryptStringAsync(text);
    // What stands in front says which key it was: v10 is the one that everybody has.
    const known =
      process.platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === 'v10';
    return known ? null : sealed.toString('base64');
  },
  async open(sealed) {
    if (!(await isAnswering())) throw new Error('the keyring does not answer');
    return (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
  },
};

/**
 * Sealing before this is true ends the process in Electron 42, which also answers "no" while it is
 * still asking the keyring (electron#51759); later versions promise one answer.
 */
async function isAnswering(): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const answer: unknown = safeStorage.isAsyncEncryptionAvailable();
    if (answer instanceof Promise)
      return (await Promise.race([answer, pause(patienceMs, false)])) === true;
    if (answer === true || performance.now() > until) return answer === true;
    await pause(10);
  }
}
