// The code of the app lock as it lies on the disk: what it takes some 200 ms and 128 MB to try once.
import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

export const HashedCode = z.object({
  hash: z.base64(),
  salt: z.base64(),
  /** scrypt's N. */
  cost: z
    .int()
    .min(2 ** 10)
    .max(2 ** 20),
});
export type HashedCode = z.infer<typeof HashedCode>;

export const usualCost = 2 ** 17;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export async function hashCode(code: string, cost: number): Promise<HashedCode> {
  const salt = randomBytes(16);
  const hash = await work(code, salt, cost);
  return { hash: hash.toString('base64'), salt: salt.toString('base64'), cost };
}

export async function isCode(code: string, { hash, salt, cost }: HashedCode): Promise<boolean> {
  const right = Buffer.from(hash, 'base64');
  const tried = await work(code, Buffer.from(salt, 'base64'), cost);
  return right.length === tried.length && timingSafeEqual(right, tried);
}

/** The same text, however the keyboard put it together. */
const work = (code: string, salt: Buffer, cost: number): Promise<Buffer> =>
  derive(code.normalize('NFKC'), salt, 32, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 });
