// Which version of the app everybody is offered. What lies in the server's folder is known around this.
import type { Handler, Projection, Reading } from './handler.ts';

export const offerUpdate: Handler<'update.offer'> = {
  async run(tx, _actor, { version }) {
    return { events: [{ conversation: tx.teamId, type: 'update.offered', body: { version } }] };
  },
};

export const updateOffered: Projection<'update.offered'> = async (tx, { body: { version } }) => {
  await tx.setOfferedUpdate(version);
};

export const listOffered: Reading<'update.list'> = async (view) => ({
  offered: await view.offeredUpdate(),
});
