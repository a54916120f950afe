// Many at the door: none of them keeps out the others.
import { describe, expect, test } from 'vitest';
import type { WriteCommand } from '../../../server/store/store.ts';
import { type Driven, join, openDriven, type StoreKind } from './driver.ts';

const from = (origin: string, command: WriteCommand): WriteCommand => ({ ...command, origin });
const waiting = async (driven: Driven, actor: string) =>
  (await driven.store.read('request.list', actor, {})).requests;

export function crowdContract(kind: StoreKind): void {
  describe('who asks in a crowd', () => {
    let count = 0;
    const asking = (place: string) => from(place, join(`N${count++}`));
    const idOf = (command: WriteCommand): string =>
      'id' in command.args ? command.args.id : 'none';
    const idsOf = async (driven: Driven, ann: string) =>
      (await waiting(driven, ann)).map(({ id }) => id);

    test.each([
      ['an address', (n: number) => `10.0.0.${n % 1}`],
      ['an IPv6 network', (n: number) => `2001:db8:1:2::${n}`],
    ])('from %s the first of eleven gives way, and may ask again', async (_what, placeOf) => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const elsewhere = asking('10.9.9.9');
      await driven.one(elsewhere);
      const crowd = Array.from({ length: 11 }, (_, n) => asking(placeOf(n)));
      const { outcomes } = await driven.store.commit(crowd);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      const kept = [elsewhere, ...crowd.slice(1)].map(idOf);
      expect(await idsOf(driven, ann)).toEqual(kept);
      const [first = elsewhere] = crowd;
      expect(await driven.one(first)).toEqual({ pending: true });
      expect((await idsOf(driven, ann)).at(-1)).toBe(idOf(first));
      expect(await waiting(driven, ann)).toHaveLength(11);
    });

    test('of fifty the place with the most makes room, and newcomers wait', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const flood = Array.from({ length: 60 }, (_, n) => asking(`10.0.${n % 17}.1`));
      await driven.store.commit(flood);
      expect(await waiting(driven, ann)).toHaveLength(50);
      const honest = Array.from({ length: 5 }, (_, n) => asking(`10.1.${n}.1`));
      const { outcomes } = await driven.store.commit(honest);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      await driven.store.commit(Array.from({ length: 60 }, () => asking('10.0.0.1')));
      const ids = await idsOf(driven, ann);
      expect(ids).toHaveLength(50);
      expect(ids).toEqual(expect.arrayContaining(honest.map(idOf)));
    });

    test('who waits already asks again without taking a place', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const crowd = Array.from({ length: 10 }, () => asking('10.0.0.1'));
      await driven.store.commit([...crowd, ...crowd]);
      expect(await idsOf(driven, ann)).toEqual(crowd.map(idOf));
    });
  });
}
