// People: making one, finding one, and what their events change in the tables.
import { createHash } from 'node:crypto';
import type { Scope } from '../../src/shared/bots.ts';
import { nameKey, type Person, type Role } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Draft, Tx, View } from '../store/tx.ts';
import { isMade } from './gatherings.ts';
import type { Projection } from './handler.ts';

/** What the channel is called that is made with the team, and that everybody but guests starts in. */
export const FIRST_CHANNEL = 'general';

export const hashToken = (token: string): Uint8Array => createHash('sha256').update(token).digest();

export type Newcomer = {
  id: string;
  name: string;
  role: Role;
  /** Null for a hook, which has no way of its own in. */
  tokenHash: Uint8Array | null;
  /** What their computer calls itself. */
  device: string;
  /** Where a guest is let in, and a bot. */
  channels: string[];
  /** A program, with what is said of it and what its first token may do. */
  bot?: { about: string; scopes: readonly Scope[] | null; expiresAt: number | null };
};

/** Makes the person and their first device; the answer is what to append. Throws NAME_TAKEN. */
export async function addNewcomer(tx: Tx, newcomer: Newcomer): Promise<Draft[]> {
  const { id, name, role, tokenHash, device, channels, bot } = newcomer;
  await refuseTakenName(tx, name, id);
  // Their own conversation will carry this id.
  if (isMade(id) || (await tx.conversation(id)))
    throw new Refusal('ID_CONFLICT', 'this id names a conversation');
  const person: Person = {
    id,
    name,
    about: bot?.about ?? '',
    role,
    avatar: null,
    active: true,
    status: null,
    dndUntil: null,
    // A program reads nothing as people do: nobody waits for its mark.
    receipts: bot === undefined,
    ...(bot && { bot: true }),
    joinedAt: tx.now,
  };
  // The device's row refers to the person's, so this one insert runs ahead of its event.
  await tx.addPerson(person);
  const { scopes = null, expiresAt = null } = bot ?? {};
  if (tokenHash) await tx.addDevice({ id, user: id, name: device, tokenHash, scopes, expiresAt });
  const first = role === 'guest' ? undefined : await tx.firstChannel();
  const rooms = role === 'guest' || bot ? channels : first === undefined ? [] : [first];
  return [
    { conversation: tx.teamId, type: 'person.joined', body: { person } },
    {
      conversation: id,
      author: id,
      type: 'conversation.created',
      body: { kind: 'personal', name: '', topic: '', members: [id] },
    },
    ...rooms.map((conversation): Draft => ({
      conversation,
      type: 'member.joined',
      body: { user: id },
    })),
  ];
}

/** Throws NAME_TAKEN when somebody other than `holder` carries this name. */
export async function refuseTakenName(view: View, name: string, holder: string): Promise<void> {
  const found = await view.idByName(nameKey(name));
  if (found !== undefined && found !== holder)
    throw new Refusal('NAME_TAKEN', `${name} is somebody else's name`, { field: 'name' });
}

/** The person as they are. Throws NOT_FOUND. */
export async function personOf(view: View, id: string): Promise<Person> {
  const person = await view.person(id);
  if (!person) throw new Refusal('NOT_FOUND', 'no such person');
  return person;
}

export const changed = (view: View, person: Person): Draft => ({
  conversation: view.teamId,
  type: 'person.changed',
  body: { person },
});

export const personJoined: Projection<'person.joined'> = async (
  tx,
  { conversation, pos, seq, body },
) => {
  await tx.startStay(conversation, body.person.id, pos);
  await tx.setMarker(body.person.id, conversation, seq);
};

export const personChanged: Projection<'person.changed'> = async (tx, { body: { person } }) => {
  const before = await tx.person(person.id);
  await tx.updatePerson(person);
  if (before?.avatar && before.avatar !== person.avatar) await tx.dropUnusedAvatar(before.avatar);
};
