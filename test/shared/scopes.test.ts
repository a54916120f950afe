// What a token must be allowed for each command: decided for every one of them.
import { expect, test } from 'vitest';
import { type Scope, scopes } from '../../src/shared/bots.ts';
import { type CommandName, commands } from '../../src/shared/commands.ts';
import { scopeOf } from '../../src/shared/scopes.ts';

const names = Object.keys(commands) as CommandName[];

test('every command has a scope, and what changes nothing needs `read` alone', () => {
  for (const name of names) {
    expect([name, scopes]).toEqual([name, expect.arrayContaining([scopeOf(name)])]);
    expect([name, scopeOf(name) === 'read']).toEqual([name, commands[name].kind !== 'write']);
  }
});

test('who may only speak changes nobody, lets nobody in, and makes nothing that speaks', () => {
  const may = (scope: Scope): CommandName[] => names.filter((name) => scopeOf(name) === scope);
  expect(may('send').toSorted()).toEqual([
    'conversation.read',
    'direct.open',
    'group.open',
    'message.acknowledge',
    'message.delete',
    'message.edit',
    'message.schedule',
    'message.send',
    'pin.set',
    'reaction.set',
    'schedule.cancel',
    'schedule.send',
    'thread.read',
  ]);
});
