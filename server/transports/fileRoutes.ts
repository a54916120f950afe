// Files that the administrator put there: downloads, which are kept, and pages, which are looked at and may speak to
// the server they come from.
import type Router from '@koa/router';
import type Koa from 'koa';
import type { Downloads } from '../downloads.ts';
import { findFile } from '../folderFiles.ts';
import { answerNothing } from './frontPage.ts';
import { sendFile } from './sendFile.ts';

export type FileParts = {
  downloads: Downloads;
  /** The folder of pages; null for none. */
  pages: string | null;
};

export function addFileRoutes(router: Router, { downloads, pages }: FileParts): void {
  router.get('/downloads', async (context) => {
    context.body = { ok: true, value: { downloads: await downloads.list() } };
  });

  router.get('/downloads/:name', async (context) => {
    const name = context.params['name'] ?? '';
    const file = await downloads.find(name);
    if (file === null || file === 'directory') return answerNothing(context);
    context.attachment(name);
    context.type = 'application/octet-stream';
    context.set('Content-Security-Policy', "default-src 'none'; sandbox");
    sendFile(context, file);
  });

  router.get(['/pages', '/pages/{*path}'], async (context) => {
    const names = namesIn(context.path);
    if (pages === null || names === null) return answerNothing(context);
    const [last] = names.slice(-1);
    const wanted = last === '' ? names.with(-1, 'index.html') : names;
    const file = await findFile(pages, wanted);
    if (file === null) return answerNothing(context);
    // Without the stroke at the end what the page names beside itself would be looked for elsewhere.
    if (file === 'directory') return context.redirect(`${context.path}/`);
    context.type = /\.[^.]+$/.exec(wanted.at(-1) ?? '')?.[0] ?? 'application/octet-stream';
    context.set('Content-Security-Policy', pagesPolicy(context));
    context.set('Referrer-Policy', 'no-referrer');
    sendFile(context, file);
  });
}

/** Null for what no name of a file can be. */
function namesIn(path: string): string[] | null {
  try {
    return path.split('/').slice(2).map(decodeURIComponent);
  } catch {
    return null;
  }
}

/**
 * All that a page needs to speak to its own server, and nothing from elsewhere. Scripts stand in files of their own: so
 * what somebody says in the team cannot become one in a page that is careless with it.
 */
const pagesPolicy = ({ host }: Koa.Context): string =>
  [
    "default-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
