// What the window may ask about updates: of this app, and, for owners and admins, of what a team is offered.
import { z } from 'zod';
import { call } from './call.ts';
import { type ListedUpdate, type UpdateState, Version } from './updates.ts';

const nothing = z.undefined();

/** `update` pushes tell how it goes on. */
export const updateCalls = {
  'update.state': call<UpdateState>()(nothing),
  /** Asks the servers of all teams; answers when they have answered. */
  'update.check': call<UpdateState>()(nothing),
  /** Answers when it has come or did not, as the state then says. Throws NOT_FOUND. */
  'update.download': call<void>()(nothing),
  'update.cancel': call<void>()(nothing),
  /** Likewise. The app ends where it can start again by itself. */
  'update.install': call<void>()(nothing),
} as const;

export const teamUpdateCalls = {
  'update.versions': call<{ offered: string | null; versions: ListedUpdate[] }>()(nothing),
  /** Null: none. Throws NOT_FOUND, FORBIDDEN. */
  'update.offer': call<void>()(z.object({ version: Version.nullable() })),
} as const;
