// The computers of a person: one's own, or, for those who manage people, somebody else's.
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { DeviceRow } from '../../shared/api.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { call, callIn, shownTeam } from '../api.ts';
import { type Made, madeNow } from './invites.ts';

/** `rows` null: not read yet. A list stays while a newer one is fetched, or cannot be. */
export type DeviceList = { rows: readonly DeviceRow[] | null; failure: Failure | null };
const unread: DeviceList = { rows: null, failure: null };

export const useDevices = defineStore('devices', () => {
  const lists = shallowReactive(new Map<string, DeviceList>());
  const keyOf = (user: string, team = shownTeam()): string => `${team} ${user}`;
  const of = (user: string): DeviceList => lists.get(keyOf(user)) ?? unread;

  async function load(user: string): Promise<void> {
    const key = keyOf(user);
    const answer = await call('devices.list', { user });
    const rows = answer.ok ? inOrder(answer.value) : (lists.get(key)?.rows ?? null);
    lists.set(key, { rows, failure: answer.ok ? null : answer.error });
  }

  /** Shuts a computer out, at once. */
  async function revoke(user: string, device: string): Promise<Failure | null> {
    const team = shownTeam();
    const answer = await callIn(team, 'device.revoke', { device });
    if (!answer.ok && answer.error.code !== 'NOT_FOUND') return answer.error;
    const key = keyOf(user, team);
    const rows = lists.get(key)?.rows?.filter(({ id }) => id !== device) ?? null;
    lists.set(key, { rows, failure: null });
    return null;
  }

  /** A link, or a code to be spoken, by which one more computer becomes this person's. */
  async function invite(user: string, spoken: boolean): Promise<Outcome<Made>> {
    const answer = await call('device.invite', { user, spoken });
    return answer.ok ? { ok: true, value: madeNow(answer.value) } : answer;
  }

  return { of, load, revoke, invite };
});

/** This computer first, then those in use, then by when they were last seen. */
const inOrder = (rows: readonly DeviceRow[]): DeviceRow[] =>
  rows.toSorted(
    (a, b) =>
      Number(b.current) - Number(a.current) ||
      Number(b.online) - Number(a.online) ||
      (b.lastSeenAt ?? 0) - (a.lastSeenAt ?? 0),
  );
