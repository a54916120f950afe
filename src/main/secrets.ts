// Seals tokens with a key of this app's own, which the system's keyring keeps. The core seals and
// opens between two steps of its work; the keyring answers when it likes, after a person has
// unlocked it perhaps, so it is asked for that one key and not for each token.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { Secrets } from '../core/client.ts';
import type { SystemKeyring } from './keyring.ts';
import type { Log } from './log.ts';

const cipher = 'aes-256-gcm';
const lengths = { iv: 12, tag: 16 } as const;

/** `file`: holds the key, sealed by the keyring. It is never replaced: what it opens may still be needed. */
export async function openSecrets(
  keyring: SystemKeyring,
  file: string,
  log: Log,
): Promise<Secrets> {
  let key: Buffer | null = null;
  let asking: Promise<void> | undefined;

  /** One question at a time: each may show a person the system's prompt. */
  function ask(): Promise<void> {
    asking ??= keyFrom(keyring, file)
      .then((found) => void (key = found))
      .catch((error: unknown) => log('warn', 'the keyring does not open', { err: error }))
      .finally(() => (asking = undefined));
    return asking;
  }
  await ask();
  log('info', key ? 'the keyring keeps the secrets' : 'secrets are kept without a keyring');

  return {
    get kind() {
      return key ? 'system' : 'file';
    },
    seal: (text) => seal(present(key), text),
    open(sealed) {
      // Whoever tries again later finds it open.
      if (!key) void ask();
      return open(present(key), sealed);
    },
  };
}

/** Null without a keyring. Rejects when the key is there and the keyring does not open it. */
async function keyFrom(keyring: SystemKeyring, file: string): Promise<Buffer | null> {
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return Buffer.from(await keyring.open(kept), 'base64');
  const key = randomBytes(32);
  const sealed = await keyring.seal(key.toString('base64'));
  if (sealed === null) return null;
  await writeFileAtomic(file, sealed, { mode: 0o600 });
  return key;
}

function present(key: Buffer | null): Buffer {
  if (!key) throw new Error('there is no open keyring');
  return key;
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(lengths.iv);
  const sealer = createCipheriv(cipher, key, iv);
  const sealed = Buffer.concat([sealer.update(text, 'utf8'), sealer.final()]);
  return Buffer.concat([iv, sealer.getAuthTag(), sealed]).toString('base64');
}

/** Throws for anything that this key did not seal. */
function open(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const iv = bytes.subarray(0, lengths.iv);
  const opener = createDecipheriv(cipher, key, iv, { authTagLength: lengths.tag });
  opener.setAuthTag(bytes.subarray(lengths.iv, lengths.iv + lengths.tag));
  const text = opener.update(bytes.subarray(lengths.iv + lengths.tag));
  return Buffer.concat([text, opener.final()]).toString('utf8');
}
