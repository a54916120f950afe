// A file as an answer: with what a browser needs to keep it, and to go on where a download broke off.
import { createReadStream } from 'node:fs';
import type Koa from 'koa';
import type { FoundFile } from '../folderFiles.ts';

/** Koa sees to it that the file is closed, however the answer ends. */
export function sendFile(context: Koa.Context, file: FoundFile): void {
  const { path, size } = file;
  context.status = 200;
  context.set('Cache-Control', 'no-cache');
  context.set('Accept-Ranges', 'bytes');
  context.etag = file.version;
  context.lastModified = file.modified;
  if (context.fresh) {
    context.status = 304;
    return;
  }
  const range = isSame(context) ? rangeOf(context.get('range'), size) : undefined;
  if (range === null) {
    context.status = 416;
    context.set('Content-Range', `bytes */${size}`);
    context.body = null;
    context.status = 416;
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) {
    context.status = 206;
    context.set('Content-Range', `bytes ${start}-${end}/${size}`);
  }
  const type = context.response.get('Content-Type');
  context.body = size === 0 ? Buffer.alloc(0) : createReadStream(path, { start, end });
  if (type !== '') context.set('Content-Type', type);
  context.length = end - start + 1;
}

/** Whether the rest still belongs to what the other side has of it. */
function isSame(context: Koa.Context): boolean {
  const wanted = context.get('if-range');
  const { etag } = context.response;
  return wanted === '' || wanted === etag || wanted === context.response.get('Last-Modified');
}

/** The one range that was asked for; null for one beyond the end, undefined for none, several, or nonsense: then all. */
function rangeOf(header: string, size: number): { start: number; end: number } | null | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start > end ? null : { start, end };
}
