// What a store keeps beside the log: who may own the team, devices, the server's key, copies of it all.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import nodePath from 'node:path';
import { describe, expect, test } from 'vitest';
import { hashToken } from '../../../server/domain/people.ts';
import { testFolder } from '../../support/folder.ts';
import {
  inviteDevice,
  join,
  newCode,
  openDriven,
  ownerCode,
  send,
  setPerson,
  type StoreKind,
  texts,
} from './driver.ts';

export function keepingContract(kind: StoreKind): void {
  describe('owning the team', () => {
    test('is for who comes with the code, the first time only', async () => {
      const driven = await openDriven(kind, 'ask');
      const { store } = driven;
      expect(await store.hasOwner()).toBe(false);
      const look = store.read('invite.look', null, { code: ownerCode });
      expect(await look).toEqual({ role: 'owner', person: null });
      const ann = join('Ann', { code: ownerCode });
      expect(await driven.one(ann)).toMatchObject({ me: { role: 'owner' } });
      expect(await store.hasOwner()).toBe(true);
      expect(await driven.codeOf(join('Eve', { code: ownerCode }))).toBe('INVITE_INVALID');
      // The server starts with the same code each time.
      await driven.reopen();
      expect(await driven.codeOf(join('Eve', { code: ownerCode }))).toBe('INVITE_INVALID');
      await driven.store.offerOwnership(newCode());
      const { invites } = await driven.store.read('invite.list', ann.args.id, {});
      expect(invites).toEqual([]);
    });

    test('is offered by the newest code alone, and by none once there is an owner', async () => {
      const driven = await openDriven(kind, 'ask');
      const codes = [newCode(), newCode()];
      for (const code of codes) await driven.store.offerOwnership(code);
      const [old = '', fresh = ''] = codes;
      for (const code of [old, ownerCode])
        expect(await driven.codeOf(join('Eve', { code }))).toBe('INVITE_INVALID');
      // Somebody became the owner in another way, so the code that lies about is worth nothing.
      await driven.personAs('owner', 'Ann');
      expect(await driven.codeOf(join('Eve', { code: fresh }))).toBe('INVITE_INVALID');
    });

    test('is no matter of who comes first', async () => {
      const driven = await openDriven(kind, 'open');
      expect(await driven.one(join('Bob'))).toMatchObject({ me: { role: 'member' } });
      expect(await driven.store.hasOwner()).toBe(false);
    });
  });

  describe('the server’s own console', () => {
    test('brings people in and manages them, and is itself nobody', async () => {
      const driven = await openDriven(kind, 'invite');
      const { store } = driven;
      const system = store.team.id;
      const bob = join('Bob');
      const { events } = await store.commit([{ ...bob, actor: system }]);
      expect(events.map(({ type, author }) => [type, author])).toEqual([
        ['person.joined', system],
        ['conversation.created', bob.args.id],
        ['member.joined', system],
      ]);
      await driven.one(setPerson(system, bob.args.id, { role: 'owner' }));
      expect(await driven.one(inviteDevice(system, bob.args.id))).toMatchObject({
        invite: { createdBy: system },
      });
      const { people, conversations } = await store.read('sync.snapshot', system, {
        page: undefined,
      });
      expect(people).toMatchObject([{ name: 'Bob', role: 'owner' }]);
      expect(conversations).toEqual([]);
      const room = await driven.general(bob.args.id);
      expect(await driven.codeOf(send(system, room, 'hello'))).toBe('FORBIDDEN');
    });
  });

  describe('devices', () => {
    test('are listed without those shut out, with when they were seen', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const code = newCode();
      await driven.one(inviteDevice(ann, ann, code));
      const phone = join('', { code, device: 'phone' });
      await driven.one(phone);
      const list = async () => (await driven.store.read('device.list', ann, {})).devices;
      const [first, second] = await list();
      expect(first).toEqual({
        id: ann,
        user: ann,
        name: 'test',
        createdAt: expect.any(Number),
        lastSeenAt: null,
      });
      expect(second).toMatchObject({ id: phone.args.id, user: ann, name: 'phone' });
      await driven.store.seen([
        [ann, 1000],
        [phone.args.id, 2000],
        ['nobody', 3000],
      ]);
      expect((await list()).map(({ lastSeenAt }) => lastSeenAt)).toEqual([1000, 2000]);
      const revoke = {
        name: 'device.revoke',
        actor: ann,
        args: { device: phone.args.id },
      } as const;
      const { dropped, head, floor } = await driven.store.commit([revoke]);
      expect(head).toBe(floor);
      expect(dropped).toEqual([{ devices: [phone.args.id], users: [], behind: head }]);
      expect(await list()).toMatchObject([{ id: ann }]);
      expect(await driven.store.authenticate(hashToken(phone.args.token))).toMatchObject({
        revoked: true,
        active: true,
      });
      // Once more changes nothing and ends nobody's connection.
      expect(await driven.store.commit([revoke])).toMatchObject({
        outcomes: [{ ok: true }],
        dropped: [],
      });
    });

    test('that are shut out lose what they still had waiting, and answers they had already', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      const code = newCode();
      await driven.one(inviteDevice(ann, ann, code));
      const phone = join('', { code });
      await driven.one(phone);
      const by = (device: string, text: string) => ({ ...send(ann, room, text), device });
      const early = by(phone.args.id, 'early');
      const { outcomes, events } = await driven.store.commit([
        early,
        { name: 'device.revoke', actor: ann, device: ann, args: { device: phone.args.id } },
        by(phone.args.id, 'late'),
        by(ann, 'from the other'),
        early,
      ]);
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
      expect(codes).toEqual(['ok', 'ok', 'REVOKED', 'ok', 'REVOKED']);
      expect(texts(events)).toEqual(['early', 'from the other']);
    });
  });

  test('the server’s key is kept with the team', async () => {
    const driven = await openDriven(kind);
    expect(await driven.store.readIdentity()).toBeNull();
    for (const json of ['{"key":1}', '{"key":2}']) {
      await driven.store.writeIdentity(json);
      expect(await driven.store.readIdentity()).toBe(json);
    }
    await driven.reopen();
    expect(await driven.store.readIdentity()).toBe('{"key":2}');
  });

  describe('a backup', () => {
    test('holds everything up to then, in an epoch of its own, for nobody else to read', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const room = await driven.general(ann);
      await driven.store.writeIdentity('the key');
      const batch = Array.from({ length: 200 }, (_, n) => send(ann, room, `${n}`.padEnd(2000)));
      await driven.store.commit(batch);
      const folder = testFolder();
      const path = nodePath.join(folder, 'team.db');
      // What is written meanwhile neither waits for it nor breaks it.
      const writing = driven.store.commit([send(ann, room, 'meanwhile')]);
      await driven.store.backup(path);
      await writing;
      await driven.land(send(ann, room, 'later'));
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const copy = await kind.open({ folder, team: 'Ignored' });
      try {
        expect(copy.team).toEqual(driven.store.team);
        expect(copy.epoch).not.toBe(driven.store.epoch);
        expect(copy.head).toBeGreaterThanOrEqual(205);
        expect(await copy.readIdentity()).toBe('the key');
        const page = { conversation: room, limit: 500, before: undefined, after: undefined };
        const said = texts((await copy.read('history.page', ann, page)).events);
        expect(said.slice(0, 200)).toEqual(batch.map(({ args }) => args.text));
        expect(said).not.toContain('later');
        expect(await copy.hasOwner()).toBe(true);
      } finally {
        await copy.close();
      }
    });

    test('is written over nothing', async () => {
      const driven = await openDriven(kind);
      const path = nodePath.join(testFolder(), 'precious');
      writeFileSync(path, 'words');
      await expect(driven.store.backup(path)).rejects.toMatchObject({ code: 'DATA_UNWRITABLE' });
      expect(readFileSync(path, 'utf8')).toBe('words');
      const nowhere = nodePath.join(path, 'team.db');
      await expect(driven.store.backup(nowhere)).rejects.toMatchObject({ code: 'DATA_UNWRITABLE' });
    });
  });
}
