// The console's side of a running server.
import { type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import type { CommandName, CommandOutput } from '../../src/shared/commands.ts';
import { Failure, type Outcome, Refusal, unwrap } from '../../src/shared/errors.ts';
import { findControlPath } from '../controlPath.ts';
import { Status } from '../status.ts';
import type { Console } from './console.ts';

const Answered = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: Failure }),
]);

/**
 * The server that runs on this folder, or null. Throws FORBIDDEN when its console is not this user's, UNREACHABLE when
 * what answers is no server of ours; so do its functions when the server ends meanwhile.
 */
export async function connectControl(folder: string): Promise<Console | null> {
  const path = findControlPath(folder);
  if (path === null) return null;
  const talk = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw error instanceof Refusal ? error : unreachable(path, error);
    });
  const ask = async (method: string, route: string, body?: unknown): Promise<unknown> =>
    unwrap(await answerOf(await send(path, method, route, body)));
  const status = async (): Promise<Status> => Status.parse(await ask('GET', '/status'));
  try {
    await status();
  } catch (error) {
    const code = codeOf(error);
    if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(code)) return null;
    if (['EACCES', 'EPERM'].includes(code))
      throw new Refusal('FORBIDDEN', `only the server's own user may do this: ${path}`);
    throw error instanceof Refusal ? error : unreachable(path, error);
  }
  return {
    status: () => talk(status),
    ask: <N extends CommandName>(name: N, input: unknown) =>
      talk(async () => (await ask('POST', '/commands', { name, input })) as CommandOutput<N>),
    rotateKey: () => talk(async () => Status.parse(await ask('POST', '/key'))),
    backup: () =>
      talk(async () => {
        const response = await send(path, 'POST', '/backup');
        if (response.statusCode !== 200) unwrap(await answerOf(response));
        return { bytes: Number(response.headers['content-length']), content: response };
      }),
    close: async () => {},
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function unreachable(path: string, error: unknown): Refusal {
  const code = codeOf(error);
  return new Refusal('UNREACHABLE', `no answer from the server at ${path}${code && ` (${code})`}`);
}

function send(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const asked = request({ socketPath, method, path, headers, agent: false }, resolve);
    asked.once('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function answerOf(response: IncomingMessage): Promise<Outcome<unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Answered.parse(JSON.parse(Buffer.concat(chunks).toString()));
}
