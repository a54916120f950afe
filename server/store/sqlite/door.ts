// Everything in `Tx` about devices, invites and those who wait at the door.
import type { Scope } from '../../../src/shared/bots.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { DeviceRecord, InviteRecord, RequestRecord, Tx } from '../tx.ts';

type DeviceRow = Omit<DeviceRecord, 'scopes'> & { scopes: string | null };

const toDevice = (row: DeviceRow | undefined): DeviceRecord | undefined =>
  row && { ...row, scopes: toScopes(row.scopes) };

export const toScopes = (json: string | null): Scope[] | null =>
  json === null ? null : (JSON.parse(json) as Scope[]);

export function devices(db: Db) {
  const columns = `id, user, name, token_hash AS tokenHash, created_at AS createdAt,
    last_seen_at AS lastSeenAt, revoked_at AS revokedAt, scopes, expires_at AS expiresAt`;
  const byId = db.prepare<[string], DeviceRow>(`SELECT ${columns} FROM device WHERE id = ?`);
  const byToken = db.prepare<[Uint8Array], DeviceRow>(
    `SELECT ${columns} FROM device WHERE token_hash = ?`,
  );
  const ofUser = db.prepare<[string], DeviceRow>(
    `SELECT ${columns} FROM device WHERE user = ? ORDER BY created_at, id`,
  );
  const insert = db.prepare(
    `INSERT INTO device (id, token_hash, user, name, created_at, scopes, expires_at)
     VALUES (:id, :tokenHash, :user, :name, :createdAt, :scopes, :expiresAt)`,
  );
  const revoke = db.prepare('UPDATE device SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  return {
    device: async (id) => toDevice(byId.get(id)),
    deviceByToken: async (tokenHash) => toDevice(byToken.get(tokenHash)),
    devices: async (user) => ofUser.all(user).flatMap((row) => toDevice(row) ?? []),
    async addDevice({ scopes = null, expiresAt = null, ...device }) {
      const limits = { scopes: scopes && JSON.stringify(scopes), expiresAt };
      insert.run({ ...device, ...limits, createdAt: Date.now() });
    },
    async revokeDevice(id) {
      revoke.run(Date.now(), id);
    },
  } satisfies Partial<Tx>;
}

type InviteRow = Omit<InviteRecord, 'spoken' | 'founding' | 'channels'> & {
  spoken: number;
  founding: number;
  channels: string;
};

const toInvite = (row: InviteRow): InviteRecord => ({
  ...row,
  spoken: row.spoken === 1,
  founding: row.founding === 1,
  channels: JSON.parse(row.channels) as string[],
});

const toRow = (invite: InviteRecord): InviteRow => ({
  ...invite,
  spoken: invite.spoken ? 1 : 0,
  founding: invite.founding ? 1 : 0,
  channels: JSON.stringify(invite.channels),
});

export function invites(db: Db) {
  const columns = `id, code_hash AS codeHash, role, user, spoken, founding, channels,
    created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt, uses, used, ended_at AS endedAt`;
  const byId = db.prepare<[string], InviteRow>(`SELECT ${columns} FROM invite WHERE id = ?`);
  const byCode = db.prepare<[Uint8Array], InviteRow>(
    `SELECT ${columns} FROM invite WHERE code_hash = ?`,
  );
  const open = db.prepare<[], InviteRow>(
    `SELECT ${columns} FROM invite WHERE ended_at IS NULL ORDER BY created_at DESC, id`,
  );
  const insert = db.prepare(
    `INSERT INTO invite (id, code_hash, role, user, spoken, founding, channels, created_by, created_at,
       expires_at, uses, used, ended_at)
     VALUES (:id, :codeHash, :role, :user, :spoken, :founding, :channels, :createdBy, :createdAt,
       :expiresAt, :uses, :used, :endedAt)`,
  );
  const update = db.prepare('UPDATE invite SET used = :used, ended_at = :endedAt WHERE id = :id');
  return {
    async invite(id) {
      const row = byId.get(id);
      return row && toInvite(row);
    },
    invites: async () => open.all().map(toInvite),
    invitesByCode: async (codeHash) => byCode.all(codeHash).map(toInvite),
    async addInvite(invite) {
      insert.run(toRow(invite));
    },
    async updateInvite({ id, used, endedAt }) {
      update.run({ id, used, endedAt });
    },
  } satisfies Partial<Tx>;
}

export function requests(db: Db) {
  const columns =
    'id, name, token_hash AS tokenHash, device, address, asked_at AS askedAt, declined_at AS declinedAt';
  const byId = db.prepare<[string], RequestRecord>(`SELECT ${columns} FROM request WHERE id = ?`);
  const all = db.prepare<[], RequestRecord>(`SELECT ${columns} FROM request ORDER BY asked_at, id`);
  const insert = db.prepare(
    `INSERT INTO request (id, name, token_hash, device, address, asked_at, declined_at)
     VALUES (:id, :name, :tokenHash, :device, :address, :askedAt, :declinedAt)`,
  );
  const update = db.prepare(
    'UPDATE request SET name = :name, declined_at = :declinedAt WHERE id = :id',
  );
  const remove = db.prepare('DELETE FROM request WHERE id = ?');
  const sweepRequests = db.prepare(
    `DELETE FROM request
     WHERE CASE WHEN declined_at IS NULL THEN asked_at < :waiting ELSE declined_at < :declined END`,
  );
  const sweepInvites = db.prepare('DELETE FROM invite WHERE coalesce(ended_at, expires_at) < ?');
  return {
    request: async (id) => byId.get(id),
    requests: async () => all.all(),
    async addRequest(request) {
      insert.run(request);
    },
    async updateRequest({ id, name, declinedAt }) {
      update.run({ id, name, declinedAt });
    },
    async removeRequest(id) {
      remove.run(id);
    },
    async sweep({ ended, waiting, declined }) {
      sweepRequests.run({ waiting, declined });
      sweepInvites.run(ended);
    },
  } satisfies Partial<Tx>;
}
