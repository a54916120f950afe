// Coming in: with a code, through an open door, or by asking. Whoever asks again with the same
// ticket (id and token) finds what came of the first time.
import type { CommandArgs } from '../../src/shared/commands.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { PersonalSignal, RequestRecord, Tx } from '../store/tx.ts';
import { openInvite, useInvite } from './codes.ts';
import type { Effect, Handler } from './handler.ts';
import { addNewcomer, hashToken } from './people.ts';
import { addRequest, doorNews, liveRequest, renameRequest } from './requests.ts';

type Asking = CommandArgs<'team.join'> & { tokenHash: Uint8Array; origin: string };

export const joinTeam: Handler<'team.join'> = {
  knowsItself: true,
  async run(tx, actor, args, origin) {
    const asking = { ...args, tokenHash: hashToken(args.token), origin };
    if (await isBack(tx, asking)) return { duplicate: true };
    const request = await liveRequest(tx, asking.id);
    if (request && !same(request.tokenHash, asking.tokenHash))
      throw new Refusal('ID_CONFLICT', 'this id was used by somebody else');
    if (asking.code !== undefined) return withCode(tx, asking, asking.code);
    const door = actor === tx.teamId ? 'open' : (await tx.team()).door;
    if (request?.declinedAt) throw new Refusal('DECLINED', 'nobody let you in');
    if (door === 'open') return enter(tx, asking, { role: 'member', channels: [] });
    if (request) await renameRequest(tx, request, nameOf(asking));
    if (request) return {};
    if (door === 'invite') throw new Refusal('INVITE_NEEDED', 'this team invites people');
    return { signals: await ask(tx, asking) };
  },
  async answer(tx, _actor, { id }) {
    const device = await tx.device(id);
    const me = device && (await tx.person(device.user));
    return me ? { me, team: await tx.team() } : { pending: true };
  },
};

/** Whether this device is in already. Throws REVOKED or DEACTIVATED, and ID_CONFLICT for another one with its id. */
async function isBack(tx: Tx, { id, tokenHash }: Asking): Promise<boolean> {
  const device = await tx.device(id);
  if (device && same(device.tokenHash, tokenHash)) {
    if (device.revokedAt !== null) throw new Refusal('REVOKED', 'this device was shut out');
    if (!(await tx.person(device.user))?.active)
      throw new Refusal('DEACTIVATED', 'this person was deactivated');
    return true;
  }
  // The team's own id would make its bearer the console.
  if (device || id === tx.teamId || (await tx.person(id)) || (await tx.deviceByToken(tokenHash)))
    throw new Refusal('ID_CONFLICT', 'this id or token is in use');
  return false;
}

async function withCode(tx: Tx, asking: Asking, code: string): Promise<Effect> {
  const invite = await openInvite(tx, code);
  await useInvite(tx, invite);
  if (invite.user === null) return enter(tx, asking, invite);
  const { id, device, tokenHash } = asking;
  await tx.addDevice({ id, user: invite.user, name: device, tokenHash });
  return { signals: await leaveQueue(tx, id) };
}

async function enter(
  tx: Tx,
  asking: Asking,
  as: Pick<Parameters<typeof addNewcomer>[1], 'role' | 'channels'>,
): Promise<Effect> {
  const { id, device, tokenHash } = asking;
  const { role, channels } = as;
  const name = nameOf(asking);
  const events = await addNewcomer(tx, { id, name, role, channels, tokenHash, device });
  return { events, signals: await leaveQueue(tx, id) };
}

/** Who got in does not wait any more. */
async function leaveQueue(tx: Tx, id: string): Promise<PersonalSignal[]> {
  if (!(await tx.request(id))) return [];
  await tx.removeRequest(id);
  return doorNews(tx);
}

function ask(tx: Tx, asking: Asking): Promise<PersonalSignal[]> {
  const { id, device, tokenHash, origin } = asking;
  return addRequest(tx, { id, name: nameOf(asking), device, tokenHash, address: origin });
}

function nameOf({ name }: Asking): string {
  if (name === undefined) throw new Refusal('INVALID', 'a name is needed', { field: 'name' });
  return name;
}

const same = (a: RequestRecord['tokenHash'], b: Uint8Array): boolean => Buffer.from(a).equals(b);
