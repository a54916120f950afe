// "Check the network": the rows as they come, what they say together; and whom this computer spoke with.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { CheckName, CheckRow, Contact } from '../../shared/rows.ts';
import type { Failure } from '../../shared/errors.ts';
import { call, on } from '../api.ts';

/** In the order in which they are read; each builds on those before it. */
export const checkOrder: readonly CheckName[] = [
  'addresses',
  'server',
  'port',
  'firewall',
  'multicast',
  'beacon',
  'subnet',
  'vpn',
  'isolation',
  'clock',
];

export type CheckSummary = 'running' | 'good' | 'warning' | 'bad' | 'unknown';

export const useNetwork = defineStore('network', () => {
  const found = shallowRef<ReadonlyMap<CheckName, CheckRow>>(new Map());
  const running = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const contacts = shallowRef<readonly Contact[] | null>(null);
  const contactsFailure = shallowRef<Failure | null>(null);

  on('check', (row) => {
    if (running.value) found.value = new Map([...found.value, [row.check, row]]);
  });

  const rows = computed(() => checkOrder.flatMap((check) => found.value.get(check) ?? []));
  const done = computed(() => rows.value.filter(({ state }) => state !== 'running').length);
  const summary = computed<CheckSummary>(() => {
    if (running.value) return 'running';
    const states = new Set(rows.value.map(({ state }) => state));
    if (states.has('bad')) return 'bad';
    if (states.has('warning')) return 'warning';
    return states.has('good') ? 'good' : 'unknown';
  });

  async function run(): Promise<void> {
    if (running.value) return;
    running.value = true;
    failure.value = null;
    found.value = new Map();
    const answer = await call('network.check');
    running.value = false;
    if (answer.ok) found.value = new Map(answer.value.map((row) => [row.check, row]));
    else failure.value = answer.error;
  }

  async function loadContacts(): Promise<void> {
    const answer = await call('network.contacts');
    contactsFailure.value = answer.ok ? null : answer.error;
    if (answer.ok) contacts.value = answer.value;
  }

  return { rows, done, running, failure, summary, run, contacts, contactsFailure, loadContacts };
});
