// What owners and admins decide about updates: which of the versions in the server's folder everybody is offered.
import { z } from 'zod';
import { Id } from './entities.ts';
import { Landed } from './events.ts';
import { ListedUpdate, Version } from './updates.ts';

export const updateCommands = {
  'update.list': {
    kind: 'read',
    input: z.object({}),
    output: z.object({
      offered: Version.nullable(),
      /** The newest first. */
      versions: z.array(ListedUpdate),
    }),
  },
  'update.offer': {
    kind: 'write',
    /** Null: none. */
    input: z.object({ id: Id, version: Version.nullable() }),
    output: Landed,
  },
} as const;
