// What a request to an incoming hook says: a text, or JSON, whatever `curl -d` calls it.
import { Refusal } from '../../src/shared/errors.ts';
import { parse } from '../../src/shared/parse.ts';
import { HookMessage, toMarkdown } from './markdown.ts';

/** The message's text. Throws INVALID, with where the JSON or the text breaks. */
export function readHookBody(contentType: string, bytes: Uint8Array): string {
  const text = decode(bytes);
  const type = contentType.replace(/;.*$/s, '').trim().toLowerCase();
  if (/^application\/([\w.-]+\+)?json$/.test(type)) return fromJson(readJson(text));
  // `curl -d '{"text": …}'` does not say that it is JSON; what only looks like it stays a text.
  if (type === 'application/x-www-form-urlencoded' && /^\s*\{/.test(text)) {
    const message = HookMessage.safeParse(jsonOrNothing(text));
    const said = message.success ? toMarkdown(message.data) : '';
    if (said.trim() !== '') return said;
  }
  return text.trimEnd();
}

function fromJson(json: unknown): string {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Refusal('INVALID', 'the JSON is no object with a text', { field: 'body' });
  return toMarkdown(parse(HookMessage, json));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('INVALID', 'the body is not UTF-8', { field: 'body' });
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = complaint(error);
    const where = / at position \d+/.test(why) ? '' : ` at position ${positionOf(text)}`;
    throw new Refusal('INVALID', `the body is not JSON: ${why}${where}`, { field: 'body' });
  }
}

/** For some mistakes the engine does not say where: the shortest beginning that has it already ends there. */
function positionOf(text: string): number {
  const isWrong = (end: number): boolean => {
    try {
      JSON.parse(text.slice(0, end));
      return false;
    } catch (error) {
      return complaint(error).startsWith('Unexpected token');
    }
  };
  let [right, wrong] = [0, text.length];
  if (!isWrong(wrong)) return text.length;
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (isWrong(middle)) wrong = middle;
    else right = middle;
  }
  return wrong - 1;
}

const complaint = (error: unknown): string => (error instanceof Error ? error.message : '');
