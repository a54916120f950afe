// What is remembered of ways that failed, and for how long.
import { expect, test } from 'vitest';
import { createWayMemory } from '../../../src/core/transport/wayMemory.ts';
import type { WayTrial } from '../../../src/shared/ways.ts';

const broke = { code: 'UNREACHABLE', message: 'it broke' } as const;
const trial: WayTrial = { medianMs: 1, p95Ms: 2, bytesPerMessage: 300, samples: [1, 2] };

function memory() {
  let changes = 0;
  const made = createWayMemory(() => void changes++);
  return { ...made, changes: () => changes };
}

test('two breaks in a row, both young, make a way bad; a long life between them does not', () => {
  const ways = memory();
  ways.ended('websocket', true, broke);
  ways.ended('websocket', false, broke);
  ways.ended('websocket', true, broke);
  expect(ways.isBad('websocket')).toBe(false);
  ways.ended('websocket', true, broke);
  expect(ways.isBad('websocket')).toBe(true);
  expect(ways.wasCut('websocket')).toBe(true);
  expect(ways.isBad('polling')).toBe(false);
});

test('breaks while the server itself was away say nothing', () => {
  const ways = memory();
  ways.ended('websocket', true, broke);
  ways.serverWasAway();
  ways.ended('websocket', true, broke);
  expect(ways.isBad('websocket')).toBe(false);
});

test('what was blocked is tried first again when it works; what was cut must last', () => {
  const ways = memory();
  ways.blocked('websocket', broke);
  ways.tried('websocket', trial, null);
  expect(ways.isBad('websocket')).toBe(false);
  ways.ended('stream', true, broke);
  ways.ended('stream', true, broke);
  ways.blocked('stream', broke);
  ways.tried('stream', trial, null);
  expect(ways.wasCut('stream')).toBe(true);
  ways.works('stream');
  expect(ways.isBad('stream')).toBe(false);
});

test('a new network is a new chance', () => {
  const ways = memory();
  ways.blocked('websocket', broke);
  ways.forgive();
  expect(ways.isBad('websocket')).toBe(false);
});

test('the rows say how each did, and every change is told', () => {
  const ways = memory();
  ways.blocked('websocket', broke);
  ways.works('polling');
  ways.tried('stream', trial, null);
  ways.tried('plain', null, broke);
  expect(ways.rows('polling')).toEqual([
    { way: 'websocket', state: 'blocked', error: broke, trial: null },
    { way: 'polling', state: 'inUse', error: null, trial: null },
    { way: 'stream', state: 'works', error: null, trial },
    { way: 'longPoll', state: 'untried', error: null, trial: null },
    { way: 'poll', state: 'untried', error: null, trial: null },
    { way: 'plain', state: 'blocked', error: broke, trial: null },
  ]);
  expect(ways.changes()).toBe(4);
});
