// People waiting at the door: asking, being let in or sent away, and who hears of it.
import { Refusal } from '../../src/shared/errors.ts';
import { placeOf } from '../peers.ts';
import type { PersonalSignal, RequestRecord, Tx, View } from '../store/tx.ts';
import { done, type Handler, type Reading } from './handler.ts';
import { addNewcomer, refuseTakenName } from './people.ts';
import { DECLINED_MS, sweepDoor, WAITING_MS } from './sweepDoor.ts';

/**
 * How many may wait, in all and from one place (behind a router many people are in one): whoever lets people in reads
 * them one by one.
 */
const mostWaiting = 50;
const mostPerPlace = 10;

/** Those whom somebody can still let in, the first to ask first. */
const waitingRequests = async (view: View): Promise<RequestRecord[]> =>
  (await view.requests()).filter((request) => isWaiting(request, view.now));

const isWaiting = ({ declinedAt, askedAt }: RequestRecord, now: number): boolean =>
  declinedAt === null && askedAt > now - WAITING_MS;

const wasDeclined = ({ declinedAt }: RequestRecord, now: number): boolean =>
  declinedAt !== null && declinedAt > now - DECLINED_MS;

/** The request with this id, as long as it counts: waiting, or freshly declined. */
export async function liveRequest(view: View, id: string): Promise<RequestRecord | undefined> {
  const found = await view.request(id);
  if (!found) return undefined;
  return isWaiting(found, view.now) || wasDeclined(found, view.now) ? found : undefined;
}

/** Puts somebody among those who wait. Throws NAME_TAKEN. */
export async function addRequest(
  tx: Tx,
  asking: Pick<RequestRecord, 'id' | 'name' | 'tokenHash' | 'device' | 'address'>,
): Promise<PersonalSignal[]> {
  await sweepDoor(tx);
  await refuseTakenName(tx, asking.name, asking.id);
  await makeRoom(tx, asking.address);
  await tx.addRequest({ ...asking, askedAt: tx.now, declinedAt: null });
  return doorNews(tx);
}

/**
 * Nobody is refused: a crowd of requests that nobody stands behind would shut the door for a week. The oldest of the
 * place that has the most gives way; who is still there asks again in a moment, and waits anew.
 */
async function makeRoom(tx: Tx, address: string): Promise<void> {
  const waiting = await waitingRequests(tx);
  const places = Map.groupBy(waiting, (request) => placeOf(request.address));
  const own = places.get(placeOf(address)) ?? [];
  const full = own.length >= mostPerPlace ? own : waiting.length >= mostWaiting ? most(places) : [];
  if (full[0]) await tx.removeRequest(full[0].id);
}

const most = (places: Map<string, RequestRecord[]>): RequestRecord[] =>
  [...places.values()].reduce((fullest, place) =>
    place.length > fullest.length ? place : fullest,
  );

/**
 * Who waits and asks again may have thought of another name. Several may wait with one, or whoever asked first could
 * keep it from its owner; whoever lets them in sees where each of them is. Throws NAME_TAKEN when a person has it.
 */
export async function renameRequest(tx: Tx, request: RequestRecord, name: string): Promise<void> {
  await refuseTakenName(tx, name, request.id);
  if (name !== request.name) await tx.updateRequest({ ...request, name });
}

/** Tells everybody who may let people in how many wait now. */
export async function doorNews(view: View): Promise<PersonalSignal[]> {
  const waiting = (await waitingRequests(view)).length;
  const people = [...(await view.activePeople('owner')), ...(await view.activePeople('admin'))];
  return people.map(({ id: user }) => ({ user, signal: { type: 'requests', waiting } }));
}

/** The first answer counts; the same refusal again is no mistake. */
export const answerRequest: Handler<'request.answer'> = {
  async run(tx, _actor, { request: id, admit, role }) {
    const request = await liveRequest(tx, id);
    if (!request || (request.declinedAt !== null && admit))
      throw new Refusal('NOT_FOUND', 'nobody waits with this request any more');
    if (request.declinedAt !== null) return { duplicate: true };
    if (!admit) {
      await tx.updateRequest({ ...request, declinedAt: tx.now });
      return { signals: await doorNews(tx) };
    }
    const { name, device, tokenHash } = request;
    await tx.removeRequest(id);
    const events = await addNewcomer(tx, { id, name, role, tokenHash, device, channels: [] });
    return { events, signals: await doorNews(tx) };
  },
  answer: done,
};

export const listRequests: Reading<'request.list'> = async (view) => ({
  requests: (await waitingRequests(view)).map(({ id, name, device, address, askedAt }) => ({
    id,
    name,
    device,
    address,
    askedAt,
  })),
});
