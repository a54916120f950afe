// The wire's schemas as JSON Schema, from the very ones that check what comes in. What is met often has a name.
import { z } from 'zod';
import { DeadEvent, Hook, Scope } from '../../src/shared/bots.ts';
import { type CommandName, commands } from '../../src/shared/commands.ts';
import { ChannelListing, ConversationSnapshot } from '../../src/shared/conversationCommands.ts';
import { Device, Invite, JoinRequest } from '../../src/shared/door.ts';
import { ConversationId, Id, Person, Role, Team, UserId } from '../../src/shared/entities.ts';
import { Failure } from '../../src/shared/errors.ts';
import { ClientSignal, Landed, Signal, WireEvent } from '../../src/shared/events.ts';
import { ClientSocketFrame, EventsPage, Hello, Ticket } from '../../src/shared/listening.ts';
import { KeyInfo, TeamInfo } from '../../src/shared/protocol.ts';
import { HookMessage } from '../hooks/markdown.ts';

export type Schema = Record<string, unknown>;

const shared = { ConversationId, Id, Role, Scope, UserId };
const incoming = { ...shared, ClientSignal, ClientSocketFrame, HookMessage };
const outgoing = {
  ...shared,
  ChannelListing,
  ConversationSnapshot,
  DeadEvent,
  Device,
  EventsPage,
  Failure,
  Hello,
  Hook,
  Invite,
  JoinRequest,
  KeyInfo,
  Landed,
  Person,
  Signal,
  Team,
  TeamInfo,
  Ticket,
  WireEvent,
};

export const commandNames = Object.keys(commands) as CommandName[];
export const inputOf = (name: CommandName): string => `${name}.input`;
export const outputOf = (name: CommandName): string => `${name}.output`;
export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** By name: the nouns, and of each command what goes in and what comes out. */
export function wireSchemas(): Record<string, Schema> {
  const inputs = commandNames.map((name) => [inputOf(name), commands[name].input] as const);
  const outputs = commandNames.map((name) => [outputOf(name), commands[name].output] as const);
  return {
    ...schemasOf('input', [...Object.entries(incoming), ...inputs]),
    ...schemasOf('output', [...Object.entries(outgoing), ...outputs]),
  };
}

function schemasOf(
  io: 'input' | 'output',
  named: (readonly [string, z.ZodType])[],
): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  const again: [string, string][] = [];
  for (const [name, schema] of named) {
    // Several commands answer with the same.
    const before = names.get(schema);
    if (before === undefined) {
      names.set(schema, name);
      registry.add(schema, { id: name });
    } else again.push([name, before]);
  }
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (name) => `#/components/schemas/${name}`,
    override({ zodSchema, jsonSchema }) {
      // All that is transformed on this wire are texts.
      if (zodSchema._zod.def.type === 'transform') jsonSchema.type = 'string';
      // A later server may say more.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const plain = Object.entries(schemas).map(([name, schema]) => [name, withoutHead(schema)]);
  const same = again.map(([name, before]) => [name, refTo(before)]);
  return Object.fromEntries([...plain, ...same]) as Record<string, Schema>;
}

/** Where it stands says what it is called. */
function withoutHead({ $schema: _schema, $id: _id, ...rest }: Schema): Schema {
  return rest;
}
