// One question by HTTP, as somebody asks it who holds a token: its status, its head, and its answer.
import type { EventsPage } from '../../../src/shared/listening.ts';

export type Answer = {
  ok: boolean;
  value: EventsPage;
  error: { code: string; field?: string; message: string };
};

export type Given = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

/** `headers` may show another token, or none. */
export async function askBy(token: string, url: string, given: Given = {}) {
  const headers = { authorization: `Bearer ${token}`, ...given.headers };
  const response = await fetch(url, { ...given, headers });
  return {
    status: response.status,
    head: response.headers,
    ...((await response.json()) as Answer),
  };
}
