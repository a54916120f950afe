// A package on its way from the team's server: never more of it than was signed, and on from where it broke off.
import { createWriteStream } from 'node:fs';
import { rename, rm, truncate } from 'node:fs/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail, Refusal } from '../../shared/errors.ts';
import type { UpdateFile } from '../../shared/updates.ts';
import type { Contacted } from '../door.ts';
import type { Entry } from '../place.ts';
import { type Packages, sizeOf, unwritable } from './packages.ts';
import { type ServerUse, withServer } from './server.ts';

/** The server has gone silent after so long, ms. */
const silentMs = 20_000;
/** Tries in a row that brought nothing. */
const tries = 3;

export type Download = {
  file: UpdateFile;
  entry: Entry;
  packages: Packages;
  contacted: Contacted;
  signal: AbortSignal;
  /** Bytes that are here. */
  progress(received: number): void;
};

/**
 * Leaves the package where `packages` has it, checked. What broke off is kept and gone on with the next time; of what is
 * not right nothing is. Throws UNREACHABLE, KEY_CHANGED, UPDATE_GONE, UPDATE_DAMAGED, STORAGE_FULL, DATA_UNWRITABLE.
 */
export async function download({ file, packages, ...way }: Download): Promise<void> {
  const [path, part] = [packages.pathOf(file), packages.partOf(file)];
  await packages.prepare();
  if ((await sizeOf(path)) === file.size) return packages.check(path, file);
  await packages.keepOnly(file);
  if ((await sizeOf(part)) > file.size) await rm(part);
  try {
    await packages.requireRoom(file.size - (await sizeOf(part)));
    await fetchRest(part, file, way);
  } catch (error) {
    const { code } = fail(error).error;
    const useless = ['UPDATE_DAMAGED', 'UPDATE_GONE', 'STORAGE_FULL'].includes(code);
    if (useless) await rm(part, { force: true });
    throw error;
  }
  way.signal.throwIfAborted();
  await packages.check(part, file);
  await rename(part, path).catch(unwritable);
}

type Rest = Pick<Download, 'entry' | 'contacted' | 'signal' | 'progress'>;

async function fetchRest(part: string, file: UpdateFile, rest: Rest): Promise<void> {
  for (let left = tries; ; left--) {
    const before = await sizeOf(part);
    if (before === file.size) return;
    try {
      const { entry, contacted } = rest;
      await withServer(entry, contacted, (...by) => fetchOnce(part, file, before, rest, ...by));
    } catch (error) {
      const { code } = fail(error).error;
      if (code !== 'UNREACHABLE' || rest.signal.aborted) throw error;
      if ((await sizeOf(part)) > before) left = tries + 1;
      else if (left <= 1) throw error;
    }
  }
}

async function fetchOnce(
  part: string,
  file: UpdateFile,
  from: number,
  { signal, progress }: Rest,
  ...[base, agent]: Parameters<ServerUse<void>>
): Promise<void> {
  const url = `${base}/updates/${encodeURIComponent(file.url)}`;
  const response = await ask(url, from, agent, signal);
  try {
    const status = response.statusCode ?? 0;
    if (status === 404) throw new Refusal('UPDATE_GONE', `${url} is not offered any more`);
    if (status === 416) throw new Refusal('UPDATE_DAMAGED', `${url} is shorter than was signed`);
    const goesOn = response.headers['content-range']?.startsWith(`bytes ${from}-`) ?? false;
    if (status !== 200 && !(status === 206 && goesOn))
      throw new Refusal('UNREACHABLE', `${url} answered ${status}`);
    // Without parts it begins anew.
    if (status === 200 && from > 0) await truncate(part);
    const start = status === 200 ? 0 : from;
    const sink = createWriteStream(part, { flags: 'a', mode: 0o600 });
    await pipeline(response, atMost(file.size, start, progress), sink, { signal });
  } catch (error) {
    throw asRefusal(url, error);
  } finally {
    response.destroy();
  }
}

function ask(
  url: string,
  from: number,
  agent: Parameters<ServerUse<void>>[1],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const by = url.startsWith('https:') ? requestHttps : requestHttp;
    const headers = { connection: 'close', ...(from > 0 && { range: `bytes=${from}-` }) };
    const asked = by(url, { agent: agent ?? false, headers, signal, timeout: silentMs }, resolve);
    asked.once('timeout', () => asked.destroy(new Error('silent')));
    asked.on('error', (error) => reject(asRefusal(url, error)));
    asked.end();
  });
}

/** Lets as many bytes pass as there may be, and tells how many are here. Throws UPDATE_DAMAGED for more. */
function atMost(size: number, start: number, progress: (received: number) => void): Transform {
  let received = start;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > size) return done(new Refusal('UPDATE_DAMAGED', 'longer than was signed'));
      progress(received);
      done(null, chunk);
    },
  });
}

function asRefusal(url: string, error: unknown): unknown {
  if (error instanceof Refusal) return error;
  try {
    unwritable(error);
  } catch (worded) {
    if (worded instanceof Refusal) return worded;
  }
  return new Refusal('UNREACHABLE', `${url}: ${String(error)}`);
}
