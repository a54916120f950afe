// Four words that two people can compare instead of 43 characters.
import { promisify } from 'node:util';
import { scrypt, type ScryptOptions } from 'node:crypto';
import type { Pin } from '../shared/trust.ts';

const salt = 'lanline words 1';
// Four words hold only 44 bits, so finding a key that looks alike must cost something for each try.
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };
const kept = 1000;

const derive = promisify<string, string, number, ScryptOptions, Buffer>(scrypt);
const known = new Map<Pin, Promise<string>>();
let last: Promise<unknown> = Promise.resolve();

/** Whether they have been worked out, or are being. */
export const isKnown = (pin: Pin): boolean => known.has(pin);

/** The words of a pin, joined by '-'. Takes some 40 ms of one thread the first time. */
export function wordsOf(pin: Pin): Promise<string> {
  const before = known.get(pin);
  if (before) return before;
  // One after the other: a network full of teams must not occupy every thread of the pool.
  const words = last.then(() => compute(pin));
  last = words.catch(() => {});
  known.set(pin, words);
  words.catch(() => known.delete(pin));
  for (const oldest of known.keys()) {
    if (known.size <= kept) break;
    known.delete(oldest);
  }
  return words;
}

async function compute(pin: Pin): Promise<string> {
  // Loaded with the first pin: a start without one does not need it.
  const { wordlist } = await import('@scure/bip39/wordlists/english.js');
  const bits = (await derive(pin, salt, 6, cost)).readUIntBE(0, 6);
  // The first 44 of 48 bits, eleven for each word. Beyond 32 bits only arithmetic is exact.
  const index = (word: number): number => Math.floor(bits / 2 ** (37 - 11 * word)) % 2048;
  return [0, 1, 2, 3].map((word) => wordlist[index(word)]).join('-');
}
