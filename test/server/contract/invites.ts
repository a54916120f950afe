// Codes: what they open, for how long, how often, and that a wrong one says nothing of why.
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { hashToken } from '../../../server/domain/people.ts';
import { DEVICE_LINK_MS, type Invite, SPOKEN_CODE_MS } from '../../../src/shared/door.ts';
import {
  create,
  type Driven,
  invite,
  inviteDevice,
  join,
  newCode,
  openDriven,
  ownerCode,
  setPerson,
  setTeam,
  type StoreKind,
} from './driver.ts';

const hour = 3_600_000;
const unopened = expect.objectContaining({
  code: 'INVITE_INVALID',
  message: 'this code opens nothing',
});

export function inviteContract(kind: StoreKind): void {
  const look = (driven: Driven, code: string) => driven.store.read('invite.look', null, { code });
  const made = async (driven: Driven, ...given: Parameters<typeof invite>) =>
    (await driven.one(invite(...given))) as { invite: Invite };

  describe('a code', () => {
    test('that opens nothing gets one answer, whatever is wrong with it', async () => {
      const driven = await openDriven(kind, 'ask');
      const ann = await driven.person('Ann');
      const admin = await driven.personAs('admin', 'Admin');
      const codes = {
        guessed: newCode(),
        spokenGuess: '12345678',
        expired: newCode(),
        usedUp: newCode(),
        revoked: newCode(),
        ofSomebodyShutOut: newCode(),
        forSomebodyShutOut: newCode(),
        ofSomebodyDemoted: newCode(),
        founding: ownerCode,
        twice: '87654321',
      };
      await driven.one(invite(ann, { code: codes.expired, expiresIn: 1000 }));
      await driven.one(invite(ann, { code: codes.usedUp, uses: 1 }));
      await driven.one(join('Only', { code: codes.usedUp }));
      const { invite: revoked } = await made(driven, ann, { code: codes.revoked });
      await driven.one({ name: 'invite.revoke', actor: ann, args: { invite: revoked.id } });
      const gone = await driven.personAs('admin', 'Gone');
      await driven.one(invite(gone, { code: codes.ofSomebodyShutOut }));
      await driven.one(inviteDevice(ann, gone, codes.forSomebodyShutOut));
      await driven.one(setPerson(ann, gone, { active: false }));
      await driven.one(invite(admin, { code: codes.ofSomebodyDemoted }));
      await driven.one(setPerson(ann, admin, { role: 'member' }));
      // Nobody can tell whom a code was given to that two chose.
      for (let n = 0; n < 2; n++) await driven.one(invite(ann, { code: codes.twice }));
      kind.stepClock(1001);
      for (const [why, code] of Object.entries(codes)) {
        const joining = driven.one(join(`By ${why}`, { code }));
        await expect(joining, why).rejects.toEqual(unopened);
        await expect(look(driven, code), why).rejects.toEqual(unopened);
      }
      expect(await driven.store.countPeople()).toBe(3);
    });

    test('says what it would do, and does it as often as it may', async () => {
      const driven = await openDriven(kind, 'invite');
      const ann = await driven.person('Ann');
      const code = newCode();
      await driven.one(invite(ann, { code, uses: 2, expiresIn: hour }));
      expect(await look(driven, code)).toEqual({ role: 'member', person: null });
      for (const name of ['Bob', 'Cid'])
        expect(await driven.one(join(name, { code }))).toMatchObject({ me: { role: 'member' } });
      expect(await driven.codeOf(join('Dee', { code }))).toBe('INVITE_INVALID');
      expect(await driven.codeOf(join('Dee'))).toBe('INVITE_NEEDED');
    });

    test('gives back its use when its bearer is refused for another reason', async () => {
      const driven = await openDriven(kind, 'invite');
      const ann = await driven.person('Ann');
      const code = newCode();
      await driven.one(invite(ann, { code, uses: 1 }));
      expect(await driven.codeOf(join('ann', { code }))).toBe('NAME_TAKEN');
      const { name: _name, ...nameless } = join('x', { code }).args;
      const nobody = { name: 'team.join' as const, actor: null, args: nameless };
      await expect(driven.one(nobody)).rejects.toMatchObject({ code: 'INVALID' });
      expect(await driven.codeOf(join('Bob', { code }))).toBe('ok');
    });

    test('of several in one commit lets in as many as it has uses', async () => {
      const driven = await openDriven(kind, 'invite');
      const ann = await driven.person('Ann');
      const code = newCode();
      await driven.one(invite(ann, { code, uses: 2 }));
      const crowd = ['Bob', 'Cid', 'Dee', 'Eve'].map((name) => join(name, { code }));
      const { outcomes } = await driven.store.commit(crowd);
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
      expect(codes).toEqual(['ok', 'ok', 'INVITE_INVALID', 'INVITE_INVALID']);
    });

    test('is kept as a hash only', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const code = newCode();
      await driven.one(invite(ann, { code }));
      const listed = await driven.store.read('invite.list', ann, {});
      expect(JSON.stringify(listed)).not.toContain(code);
      expect(listed.invites[0]).not.toHaveProperty('codeHash');
    });
  });

  describe('a spoken code', () => {
    test.each([null, hour, 1000])('asked for %s ms works ten minutes at most, once', async (ms) => {
      const driven = await openDriven(kind, 'invite');
      const ann = await driven.person('Ann');
      const args = { code: '20261122', expiresIn: ms, uses: 50 };
      const { invite: spoken } = await made(driven, ann, args);
      const lasts = Math.min(ms ?? Infinity, SPOKEN_CODE_MS);
      expect(spoken).toMatchObject({ spoken: true, uses: 1 });
      expect(spoken.expiresAt).toBe(spoken.createdAt + lasts);
      const { code } = args;
      expect(await look(driven, code)).toEqual({ role: 'member', person: null });
      expect(await driven.codeOf(join('Bob', { code }))).toBe('ok');
      expect(await driven.codeOf(join('Cid', { code }))).toBe('INVITE_INVALID');
    });

    test('is nothing that people inside may try', async () => {
      const driven = await openDriven(kind);
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      await driven.one(inviteDevice(ann, ann, '00000001'));
      for (const actor of [ann, bob])
        await expect(driven.store.read('invite.look', actor, { code: '00000001' })).rejects.toEqual(
          unopened,
        );
      expect(await look(driven, '00000001')).toMatchObject({ person: { id: ann } });
    });
  });

  describe('an invite', () => {
    test('asked for twice is made once; another with its id is refused', async () => {
      const driven = await openDriven(kind);
      const [ann, admin] = [await driven.person('Ann'), await driven.personAs('admin', 'Admin')];
      const command = invite(ann, { uses: 3 });
      const first = await made(driven, ann, command.args);
      expect(await driven.one(command)).toEqual({ ...first, duplicate: true });
      const { id } = command.args;
      expect(await driven.codeOf(invite(ann, { id }))).toBe('ID_CONFLICT');
      expect(await driven.codeOf(invite(admin, command.args))).toBe('ID_CONFLICT');
      const { invites } = await driven.store.read('invite.list', ann, {});
      expect(invites.filter((one) => one.id === id)).toEqual([first.invite]);
    });

    test('is listed to admins as long as it may work, and to members only their own', async () => {
      const driven = await openDriven(kind, 'open');
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      await driven.one(invite(ann, { expiresIn: 1000 }));
      await driven.one(invite(ann, { expiresIn: hour }));
      const { invite: bobs } = await made(driven, bob, { expiresIn: hour });
      const list = async (who: string) => (await driven.store.read('invite.list', who, {})).invites;
      kind.stepClock(2000);
      expect(await list(ann)).toHaveLength(2);
      expect(await list(bob)).toEqual([bobs]);
      await driven.one({ name: 'invite.revoke', actor: bob, args: { invite: bobs.id } });
      await driven.one({ name: 'invite.revoke', actor: bob, args: { invite: bobs.id } });
      expect(await list(bob)).toEqual([]);
      // Since not everybody may walk in any more, a member's invites are none of the team's.
      const late = await made(driven, bob, { code: 'L'.repeat(22) });
      await driven.one(setTeam(ann, 'ask'));
      expect(await driven.codeOf(join('Late', { code: 'L'.repeat(22) }))).toBe('INVITE_INVALID');
      await expect(list(bob)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect(await list(ann)).toContainEqual(late.invite);
    });

    test('brings a guest into its channels, everybody else into the first one', async () => {
      const driven = await openDriven(kind, 'invite');
      const ann = await driven.person('Ann');
      const general = await driven.general(ann);
      const { conversation: room } = await driven.land(create(ann, 'room'));
      const guest = await driven.personAs('guest', 'Guest', [room, room]);
      const empty = await driven.personAs('guest', 'Nowhere');
      const admin = await driven.personAs('admin', 'Admin');
      const where = async (who: string) =>
        (await driven.store.memberships())
          .filter(({ user }) => user === who)
          .map(({ conversation }) => conversation)
          .toSorted();
      const { id: team } = driven.store.team;
      expect(await where(guest)).toEqual([team, guest, room].toSorted());
      expect(await where(empty)).toEqual([team, empty].toSorted());
      expect(await where(admin)).toEqual([team, admin, general].toSorted());
      const { conversation: direct } = await driven.land({
        name: 'direct.open',
        actor: ann,
        args: { id: uuidv7(), user: admin },
      });
      for (const channel of [uuidv7(), direct, team]) {
        const into = invite(ann, { role: 'guest', channels: [channel] });
        await expect(driven.one(into)).rejects.toMatchObject({
          code: 'NOT_FOUND',
          details: { field: 'channels' },
        });
      }
    });

    test('is refused when a thousand are open', async () => {
      const driven = await openDriven(kind);
      const ann = await driven.person('Ann');
      const thousand = Array.from({ length: 1000 }, () => invite(ann, { expiresIn: hour }));
      for (let first = 0; first < 1000; first += 250)
        await driven.store.commit(thousand.slice(first, first + 250));
      expect(await driven.codeOf(invite(ann))).toBe('RATE_LIMITED');
      kind.stepClock(hour);
      expect(await driven.codeOf(invite(ann))).toBe('ok');
    });
  });

  describe('a code for a device', () => {
    test('adds one to its person, once, within its half hour; the name given is nothing', async () => {
      const driven = await openDriven(kind, 'invite');
      const ann = await driven.person('Ann');
      const code = newCode();
      const { invite: link } = (await driven.one(inviteDevice(ann, ann, code))) as {
        invite: Invite;
      };
      expect(link).toMatchObject({ user: ann, uses: 1, role: 'owner' });
      expect(link.expiresAt).toBe(link.createdAt + DEVICE_LINK_MS);
      expect(await look(driven, code)).toEqual({
        role: 'owner',
        person: { id: ann, name: 'Ann' },
      });
      const phone = join('Whatever', { code, device: 'phone' });
      const { events, outcomes } = await driven.store.commit([phone]);
      expect(outcomes).toMatchObject([{ ok: true, value: { me: { id: ann, name: 'Ann' } } }]);
      expect(events).toEqual([]);
      const holder = await driven.store.authenticate(hashToken(phone.args.token));
      expect(holder).toMatchObject({ user: ann, device: phone.args.id, scopes: null });
      expect(await driven.codeOf(join('Again', { code }))).toBe('INVITE_INVALID');
      const late = newCode();
      await driven.one(inviteDevice(ann, ann, late));
      kind.stepClock(DEVICE_LINK_MS);
      expect(await driven.codeOf(join('Late', { code: late }))).toBe('INVITE_INVALID');
    });

    test('is not made for who is shut out, and ends with a device that is', async () => {
      const driven = await openDriven(kind, 'open');
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const stolen = newCode();
      await driven.one(inviteDevice(bob, bob, stolen));
      await driven.one({ name: 'device.revoke', actor: ann, args: { device: bob } });
      expect(await driven.codeOf(join('Thief', { code: stolen }))).toBe('INVITE_INVALID');
      const parked = newCode();
      await driven.one(inviteDevice(ann, bob, parked));
      await driven.one(setPerson(ann, bob, { active: false }));
      await driven.one(setPerson(ann, bob, { active: true }));
      expect(await driven.codeOf(join('Thief', { code: parked }))).toBe('INVITE_INVALID');
      await driven.one(setPerson(ann, bob, { active: false }));
      expect(await driven.codeOf(inviteDevice(ann, bob))).toBe('FORBIDDEN');
    });

    test('of an admin stops when its person outgrows the admin', async () => {
      const driven = await openDriven(kind, 'open');
      const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
      const admin = await driven.personAs('admin', 'Admin');
      const code = newCode();
      await driven.one(inviteDevice(admin, bob, code));
      await driven.one(setPerson(ann, bob, { role: 'owner' }));
      expect(await driven.codeOf(join('Admin again', { code }))).toBe('INVITE_INVALID');
    });
  });
}
