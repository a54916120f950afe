// app://lanline/ serves the built window, and nothing else on this computer.
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import type { ConversationLink } from '../shared/messageLink.ts';

export const windowUrl = 'app://lanline/index.html';
/** The same page, for one conversation alone (renderer/own.ts reads it). */
export const conversationUrl = ({ team, conversation }: ConversationLink): string =>
  `${windowUrl}?${new URLSearchParams({ team, conversation }).toString()}`;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: media:",
  'media-src blob: media:',
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Before Electron is ready: a standard scheme has origins, a secure one may use what https may. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/**
 * `root`: the folder with the built window. `read` is told when the page gets its code. The older of Electron's two
 * ways: `handle` makes this process read all of its `fetch` first, while the page waits for its first file.
 */
export function serveAppScheme(session: Session, root: string, read?: () => void): void {
  session.protocol.registerBufferProtocol('app', ({ method, url }, answer) => {
    const file = method === 'GET' ? fileFor(url, root) : null;
    const found = file === null ? Promise.resolve(null) : readFile(file).catch(() => null);
    void found.then((data) => {
      if (file === null || data === null)
        answer({ statusCode: 404, data: Buffer.from('Not found'), headers: headersFor('.txt') });
      else answer({ data, headers: headersFor(file) });
      if (file?.endsWith('.js')) read?.();
    });
  });
}

/** Null for whatever lies outside `root` or belongs to another host. */
export function fileFor(link: string, root: string): string | null {
  const url = new URL(link);
  if (url.protocol !== 'app:' || url.host !== 'lanline') return null;
  try {
    const file = join(root, decodeURIComponent(url.pathname));
    return file.startsWith(root + sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
}

function headersFor(file: string): Record<string, string> {
  return {
    'Content-Type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}
