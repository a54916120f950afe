// Joining the team and one's own profile.
import { createHash } from 'node:crypto';
import { nameKey } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Tx } from '../store/store.ts';
import type { Handler, Projection } from './handler.ts';

/** Everybody starts in this channel; it is made with the team. */
export const FIRST_CHANNEL = 'general';

export const hashToken = (token: string): Uint8Array => createHash('sha256').update(token).digest();

/** The newcomer's id is the id of their joining, so that asking again after a lost answer finds the same person. */
export const joinTeam: Handler<'team.join'> = {
  async run(tx, actor, { name, token, device }) {
    await refuseTakenName(tx, name, actor);
    if (await tx.person(actor)) throw new Refusal('ID_CONFLICT', 'this id names another person');
    const first = (await tx.idsByName()).size === 0;
    const person = {
      id: actor,
      name,
      about: '',
      role: first ? ('owner' as const) : ('member' as const),
      joinedAt: tx.now,
    };
    // The device's row refers to the person's, so this one insert runs ahead of its event.
    await tx.addPerson(person);
    await tx.addDevice({ tokenHash: hashToken(token), user: actor, name: device });
    const general = await tx.channelByName(FIRST_CHANNEL);
    return {
      events: [
        { conversation: tx.team.id, type: 'person.joined', body: { person } },
        ...(general
          ? [{ conversation: general.id, type: 'member.joined' as const, body: { user: actor } }]
          : []),
      ],
    };
  },
  async answer(tx, actor) {
    const me = await tx.person(actor);
    if (!me) throw new Refusal('INTERNAL', 'joined without a person');
    return { me, team: tx.team };
  },
};

export const setProfile: Handler<'profile.set'> = {
  async run(tx, actor, { name, about }) {
    await refuseTakenName(tx, name, actor);
    return {
      events: [{ conversation: tx.team.id, type: 'person.changed', body: { name, about } }],
    };
  },
};

async function refuseTakenName(tx: Tx, name: string, actor: string): Promise<void> {
  const holder = (await tx.idsByName()).get(nameKey(name));
  if (holder !== undefined && holder !== actor)
    throw new Refusal('NAME_TAKEN', `${name} is somebody else's name`, { field: 'name' });
}

export const personJoined: Projection<'person.joined'> = async (
  tx,
  { conversation, pos, seq, body },
) => {
  await tx.startStay(conversation, body.person.id, pos);
  await tx.setMarker(body.person.id, conversation, seq);
};

export const personChanged: Projection<'person.changed'> = async (tx, { author, body }) => {
  await tx.renamePerson(author, body.name, body.about);
};
