// People as others see them: names, pictures, who was shut out, and that somebody stays in charge.
import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { WriteCommand } from '../../../server/store/store.ts';
import { limits } from '../../../src/shared/entities.ts';
import { jpeg, png, webp } from '../../support/pictures.ts';
import { type Driven, join, openDriven, send, setPerson, type StoreKind } from './driver.ts';

const profile = (actor: string, name: string, about = ''): WriteCommand => ({
  name: 'profile.set',
  actor,
  args: { id: uuidv7(), name, about },
});
const avatar = (actor: string, image: string | null): WriteCommand => ({
  name: 'avatar.set',
  actor,
  args: { id: uuidv7(), image },
});
const hashOf = (image: string): string =>
  createHash('sha256').update(Buffer.from(image, 'base64')).digest('hex');

export function peopleContract(kind: StoreKind): void {
  const people = async (driven: Driven, who: string) =>
    new Map(
      (await driven.store.read('sync.snapshot', who, { page: undefined })).people.map((person) => [
        person.id,
        person,
      ]),
    );

  describe('a name', () => {
    test('wanted by two at once goes to one of them, however it is written', async () => {
      const driven = await openDriven(kind);
      const same = [
        ['Mara', 'Mara'],
        ['Jonas', 'jONAS'],
        ['Ines', 'Ｉｎｅｓ'],
        ['Zoë', 'Zoe\u0308'],
        ['Jo', 'J\u200do'],
      ];
      for (const [first = '', second = ''] of same) {
        const { outcomes } = await driven.store.commit([join(first), join(second)]);
        const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
        expect([second, ...codes]).toEqual([second, 'ok', 'NAME_TAKEN']);
      }
      expect(await driven.store.countPeople()).toBe(same.length);
    });

    test('may be given by who manages people, as far as it is free', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      expect(await driven.codeOf(setPerson(ann, bob, { name: 'ANN' }))).toBe('NAME_TAKEN');
      expect(await driven.codeOf(setPerson(ann, bob, { name: 'Bobby' }))).toBe('ok');
      // Who was shut out keeps the name they were known by.
      await driven.one(setPerson(ann, bob, { active: false }));
      expect(await driven.codeOf(join('bobby'))).toBe('NAME_TAKEN');
      expect(await driven.codeOf(join('Bob'))).toBe('ok');
    });
  });

  describe('a person who changes', () => {
    test('is told whole, whatever changed', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const image = png(64);
      const { events } = await driven.store.commit([
        avatar(bob, image),
        profile(bob, 'Robert', 'here'),
        setPerson(ann, bob, { role: 'admin' }),
        setPerson(ann, bob, { name: 'Bob' }),
      ]);
      const whole = {
        id: bob,
        name: 'Robert',
        about: 'here',
        role: 'member',
        avatar: hashOf(image),
        active: true,
        status: null,
        dndUntil: null,
        receipts: true,
        joinedAt: expect.any(Number),
      };
      expect(events.map(({ type }) => type)).toEqual(Array(4).fill('person.changed'));
      expect(events.map(({ author }) => author)).toEqual([bob, bob, ann, ann]);
      expect(events.map(({ body }) => body['person'])).toEqual([
        { ...whole, name: 'Bob', about: '' },
        whole,
        { ...whole, role: 'admin' },
        { ...whole, role: 'admin', name: 'Bob' },
      ]);
      expect((await people(driven, ann)).get(bob)).toEqual(events.at(-1)?.body['person']);
    });

    test('who is shut out can do nothing more, stays in sight, and may come back', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const room = await driven.general(ann);
      const { outcomes, dropped, events } = await driven.store.commit([
        send(bob, room, 'before'),
        setPerson(ann, bob, { active: false }),
        send(bob, room, 'after'),
        send(ann, room, 'without Bob'),
      ]);
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
      expect(codes).toEqual(['ok', 'ok', 'DEACTIVATED', 'ok']);
      const shut = events.find(({ type }) => type === 'person.changed');
      expect(dropped).toEqual([{ devices: [], users: [bob], behind: shut?.pos }]);
      expect(await driven.store.countPeople()).toBe(1);
      expect((await people(driven, ann)).get(bob)).toMatchObject({ active: false, name: 'Bob' });
      await expect(
        driven.store.read('sync.pull', bob, { after: 0, limit: 10 }),
      ).rejects.toMatchObject({ code: 'DEACTIVATED' });
      await driven.one(setPerson(ann, bob, { active: true }));
      expect(await driven.codeOf(send(bob, room, 'back'))).toBe('ok');
    });
  });

  describe('the last owner', () => {
    test('can neither be shut out nor become less, by nobody', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const { team } = driven.store;
      for (const actor of [ann, team.id]) {
        expect(await driven.codeOf(setPerson(actor, ann, { active: false }))).toBe('FORBIDDEN');
        expect(await driven.codeOf(setPerson(actor, ann, { role: 'admin' }))).toBe('FORBIDDEN');
        expect(await driven.codeOf(setPerson(actor, ann, { name: 'Anna' }))).toBe('ok');
      }
      const bob = await driven.personAs('owner', 'Bob');
      await driven.one(setPerson(ann, bob, { active: false }));
      // An owner who was shut out is none who could help.
      expect(await driven.codeOf(setPerson(ann, ann, { role: 'admin' }))).toBe('FORBIDDEN');
      await driven.one(setPerson(ann, bob, { active: true }));
      const { outcomes } = await driven.store.commit([
        setPerson(ann, bob, { role: 'member' }),
        setPerson(bob, ann, { role: 'member' }),
      ]);
      expect(outcomes).toMatchObject([{ ok: true }, { ok: false, error: { code: 'FORBIDDEN' } }]);
      await driven.one(setPerson(ann, bob, { role: 'owner' }));
      expect(await driven.codeOf(setPerson(ann, ann, { role: 'admin' }))).toBe('ok');
      expect(await driven.store.hasOwner()).toBe(true);
    });
  });

  describe('a picture', () => {
    test.each([
      ['image/png', png(256)],
      ['image/jpeg', jpeg(200)],
      ['image/webp', webp(1)],
    ])('of type %s is kept and given back as it was', async (type, image) => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      await driven.one(avatar(ann, image));
      const args = { avatar: hashOf(image) };
      expect((await people(driven, bob)).get(ann)?.avatar).toBe(args.avatar);
      expect(await driven.store.read('avatar.get', bob, args)).toEqual({ type, image });
    });

    const text = (value: string): string => Buffer.from(value).toString('base64');
    const bad: [what: string, image: string, code: string][] = [
      ['nothing', '', 'INVALID'],
      ['text', text('hello'), 'INVALID'],
      ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'INVALID'],
      ['GIF', text('GIF89a\u0001\0\u0001\0'), 'INVALID'],
      ['a wrong first byte', png(64).replace(/^i/, 'j'), 'INVALID'],
      ['the first half of a PNG', png(64).slice(0, 16), 'INVALID'],
      ['a JPEG without a picture', text('\u00ff\u00d8'), 'INVALID'],
      ['a PNG too wide', png(257, 256), 'INVALID'],
      ['a PNG too high', png(256, 50_000), 'INVALID'],
      ['a PNG that is no square', png(64, 32), 'INVALID'],
      ['a PNG of nothing', png(0), 'INVALID'],
      ['a JPEG too large', jpeg(1024), 'INVALID'],
      ['a WebP too large', webp(257), 'INVALID'],
      ['too many bytes', png(64, 64, limits.avatarBytes + 1), 'TOO_LARGE'],
    ];
    test('is nothing else, and nothing larger', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      await driven.one(avatar(ann, png(32)));
      for (const [what, image, code] of bad)
        await expect(driven.one(avatar(ann, image)), what).rejects.toMatchObject({
          code,
          details: { field: 'image' },
        });
      expect((await people(driven, ann)).get(ann)?.avatar).toBe(hashOf(png(32)));
    });

    test('of exactly the largest size is taken', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      expect(await driven.codeOf(avatar(ann, png(256, 256, limits.avatarBytes)))).toBe('ok');
    });

    test('stays with a new profile, goes when it is taken back, and is forgotten with its last person', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const shared = png(8);
      const args = { avatar: hashOf(shared) };
      await driven.one(avatar(ann, shared));
      await driven.one(avatar(bob, shared));
      await driven.one(profile(ann, 'Anna', 'hello'));
      expect((await people(driven, bob)).get(ann)).toMatchObject({ name: 'Anna', ...args });
      await driven.one(avatar(ann, null));
      expect((await people(driven, bob)).get(ann)?.avatar).toBeNull();
      expect(await driven.store.read('avatar.get', ann, args)).toMatchObject({ image: shared });
      await driven.one(avatar(bob, png(9)));
      const gone = driven.store.read('avatar.get', ann, args);
      await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
}
