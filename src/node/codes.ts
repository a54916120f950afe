// Codes that open a team's door (src/shared/door.ts), made here alone.
import { randomBytes, randomInt } from 'node:crypto';

/** For links and QR codes: 128 bits. */
export const newLinkCode = (): string => randomBytes(16).toString('base64url');

/** For speaking: eight digits. */
export const newSpokenCode = (): string => String(randomInt(100_000_000)).padStart(8, '0');
