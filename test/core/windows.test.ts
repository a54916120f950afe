import { expect, it } from 'vitest';
import { createWindows, keyOf } from '../../src/core/windows.ts';
import type { ConversationLink } from '../../src/shared/messageLink.ts';

const place = (conversation: string): ConversationLink => ({ team: 'lab', conversation });

function open() {
  const did: string[] = [];
  const windows = createWindows({
    desk: {
      autostart: async () => 'off',
      setAutostart: async () => undefined,
      closeWindow: () => undefined,
      openWindow: (one) => void did.push(`open ${one.conversation}`),
      raise: (one) => void did.push(`raise ${one?.conversation ?? 'main'}`),
    },
    has: (team) => team === 'lab',
    changed: (list) => void did.push(`now ${list.map((one) => one.conversation).join(' ')}`),
    gone: (one) => void did.push(`gone ${one.conversation}`),
  });
  return { windows, did };
}

it('opens one window for a conversation, and brings it to the front after that', () => {
  const { windows, did } = open();
  windows.open(place('general'));
  windows.open(place('general'));
  windows.open(place('hardware'));
  expect(did).toEqual([
    'now general',
    'open general',
    'open general',
    'now general hardware',
    'open hardware',
  ]);
  expect(windows.list()).toEqual([place('general'), place('hardware')]);
});

it('shows things where they are: in their own window, else in the main one', () => {
  const { windows, did } = open();
  windows.open(place('general'));
  did.length = 0;
  windows.raise(place('general'));
  windows.raise(place('hardware'));
  windows.raise(null);
  windows.closed(place('general'));
  windows.closed(place('general'));
  windows.raise(place('general'));
  expect(did).toEqual([
    'raise general',
    'raise main',
    'raise main',
    'gone general',
    'now ',
    'raise main',
  ]);
});

it('opens nothing of a team that is not here, and nothing where there is no desktop', () => {
  const { windows, did } = open();
  expect(() => windows.open({ team: 'other', conversation: 'general' })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND', details: { field: 'team' } }),
  );
  expect(did).toEqual([]);
  const none = createWindows({
    desk: undefined,
    has: () => true,
    changed: () => undefined,
    gone: () => undefined,
  });
  expect(() => none.open(place('general'))).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});

it('tells windows apart by team and conversation', () => {
  expect(
    new Set([null, place('a'), place('b'), { ...place('a'), team: 'b' }].map(keyOf)).size,
  ).toBe(4);
});
