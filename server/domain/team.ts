// The team's own name, and how people get in.
import type { Handler, Projection } from './handler.ts';

export const setTeam: Handler<'team.set'> = {
  async run(tx, _actor, { name, door }) {
    return { events: [{ conversation: tx.teamId, type: 'team.changed', body: { name, door } }] };
  },
};

export const teamChanged: Projection<'team.changed'> = async (tx, { body: { name, door } }) => {
  await tx.setTeam(name, door);
};
