// One question in JSON over HTTP, to a stranger who may answer anything, for ever, or not at all.
import type { Agent } from 'node:http';

export type JsonRequest = {
  /** For https a pinned agent; without one a fresh connection that node judges. */
  agent?: Agent | undefined;
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** For the whole exchange; 5000 unless told. */
  timeoutMs?: number;
  /** Bytes of the answer's body; 64 KiB unless told. */
  limit?: number;
};

/**
 * The answer's JSON, whatever its status. Throws UNREACHABLE, NOT_LANLINE (not HTTP, a redirect, not JSON, too
 * long) or what the agent refused with (KEY_CHANGED).
 */
export async function requestJson(url: string, request: JsonRequest = {}): Promise<unknown> {
  throw new Error(`not yet ${url}${request.method}`);
}

/** Whether an https request failed because the other side does not speak TLS: look again by http. */
export function isPlainHttp(error: unknown): boolean {
  throw new Error(`not yet ${typeof error}`);
}
