// The log: one order without holes, every command once, each failing alone.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { create, enter, join, openDriven, read, send, type StoreKind, texts } from './driver.ts';

const refusal = (code: string) => expect.objectContaining({ code });

export function logContract(kind: StoreKind): void {
  describe('order', () => {
    test('each conversation counts from 1 without holes, the log rises over all of them', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const [a, b] = [create(ann, 'a'), create(ann, 'b')];
      const rooms = [(await driven.land(a)).conversation, (await driven.land(b)).conversation];
      const batch = Array.from({ length: 40 }, (_, n) => send(ann, rooms[n % 2] ?? '', `${n}`));
      const { events, floor, head } = await driven.store.commit(batch);
      expect(events.map(({ pos }) => pos)).toEqual(events.map((_, n) => floor + 1 + n));
      expect(head).toBe(floor + 40);
      for (const room of rooms) {
        const log = await driven.log(ann, room);
        expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, n) => n + 1));
      }
    });

    test('goes on after a restart, in the same team and epoch', async () => {
      const driven = await openDriven(kind);
      const { team, epoch } = driven.store;
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      const before = await driven.land(send(ann, room, 'before'));
      await driven.reopen();
      expect(driven.store).toMatchObject({ team, epoch, head: before.pos });
      const after = await driven.land(send(ann, room, 'after'));
      expect(after).toMatchObject({ seq: before.seq + 1, pos: before.pos + 1 });
    });

    test('time never falls within a conversation, whatever the clock does', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      const first = await driven.land(send(ann, room, 'now'));
      kind.stepClock(-3_600_000);
      const back = await driven.land(send(ann, room, 'an hour back'));
      expect(back.at).toBe(first.at);
      kind.stepClock(315_360_000_000);
      const future = await driven.land(send(ann, room, 'ten years on'));
      expect(future.at).toBeGreaterThan(first.at + 315_000_000_000);
      kind.stepClock(0);
      expect((await driven.land(send(ann, room, 'now again'))).at).toBe(future.at);
      expect(texts(await driven.pullAll(ann))).toHaveLength(4);
    });
  });

  describe('a command', () => {
    test('sent again is answered as it was, marked, and written once', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const command = send(ann, await driven.general(ann), 'once');
      const landed = await driven.land(command);
      const repeated = { ...landed, duplicate: true };
      expect(await driven.land(command)).toEqual(repeated);
      await driven.reopen();
      const { outcomes, events, head } = await driven.store.commit([command, command]);
      expect(outcomes).toEqual([1, 2].map(() => ({ ok: true, value: repeated })));
      expect(events).toEqual([]);
      expect(head).toBe(landed.pos);
    });

    test('sent twice within one batch is written once', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const command = send(ann, await driven.general(ann), 'once');
      const { outcomes, events } = await driven.store.commit([command, command]);
      expect(events).toHaveLength(1);
      expect(outcomes[0]).toMatchObject({ ok: true, value: { seq: events[0]?.seq } });
      expect(outcomes[1]).toMatchObject({
        ok: true,
        value: { seq: events[0]?.seq, duplicate: true },
      });
    });

    test('with a used id and another meaning is refused, and nothing is written', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      const id = uuidv7();
      const { pos } = await driven.land(send(ann, room, 'this', id));
      await expect(driven.one(send(ann, room, 'that', id))).rejects.toEqual(refusal('ID_CONFLICT'));
      await expect(driven.one(create(ann, 'new', id))).rejects.toEqual(refusal('ID_CONFLICT'));
      expect(texts(await driven.log(ann, room))).toEqual(['this']);
      expect((await driven.store.read('sync.resume', ann, {})).head).toBe(pos);
    });

    test("with another author's id is that author's own", async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const room = await driven.general(ann);
      const id = uuidv7();
      const first = await driven.land(send(ann, room, 'same', id));
      const second = await driven.land(send(bob, room, 'same', id));
      expect(second.seq).toBe(first.seq + 1);
      expect(second.duplicate).toBeUndefined();
    });

    test('that changes nothing is answered with what is there', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      const { head } = await driven.store.read('sync.resume', ann, {});
      expect(await driven.land(enter(ann, room))).toMatchObject({ conversation: room, seq: 1 });
      expect((await driven.store.read('sync.resume', ann, {})).head).toBe(head);
    });
  });

  describe('a batch', () => {
    test('loses only the commands that are refused, and they leave no hole', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      const { outcomes, events, floor, head } = await driven.store.commit([
        send(ann, room, 'one'),
        send(ann, uuidv7(), 'nowhere'),
        create(ann, 'general'),
        send(ann, room, 'two'),
        join('Ann'),
        { name: 'message.send', actor: null, args: { id: uuidv7(), conversation: room, text: '' } },
        read(ann, room, 1_000_000),
        send(ann, room, 'three'),
      ]);
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
      const refused = ['NOT_FOUND', 'NAME_TAKEN', 'NAME_TAKEN', 'UNAUTHENTICATED'] as const;
      const [nowhere, taken, takenToo, nobody] = refused;
      expect(codes).toEqual(['ok', nowhere, taken, 'ok', takenToo, nobody, 'ok', 'ok']);
      expect(texts(events)).toEqual(['one', 'two', 'three']);
      expect(events.map(({ pos }) => pos)).toEqual([floor + 1, floor + 2, floor + 3]);
      expect(head).toBe(floor + 3);
      const log = await driven.log(ann, room);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1));
    });

    test('keeps nothing of a command that failed half way', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [join('Ann'), join('Bob')];
      await driven.one(ann);
      const { head } = await driven.store.read('sync.resume', ann.args.id, {});
      // Bob is already written when his token turns out to be Ann's.
      const stolen = { ...bob, args: { ...bob.args, token: ann.args.token } };
      const { outcomes, events } = await driven.store.commit([stolen]);
      expect(outcomes).toEqual([{ ok: false, error: expect.anything() }]);
      expect(events).toEqual([]);
      expect(await driven.store.countPeople()).toBe(1);
      await driven.one(bob);
      const [joined] = await driven.pullAll(bob.args.id, head);
      expect(joined).toMatchObject({ type: 'person.joined', pos: head + 1 });
    });

    test('is seen by what comes later in it', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const made = create(ann, 'new');
      const room = made.args.id;
      const { outcomes } = await driven.store.commit([
        send(bob, room, 'too early'),
        made,
        send(bob, room, 'not in'),
        enter(bob, room),
        send(bob, room, 'in'),
        create(bob, 'new'),
      ]);
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
      expect(codes).toEqual(['NOT_FOUND', 'ok', 'NOT_MEMBER', 'ok', 'ok', 'NAME_TAKEN']);
    });
  });
}
