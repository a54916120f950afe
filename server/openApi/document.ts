// The whole description, as OpenAPI 3.1: from the schemas, the routes and the table of statuses.
import { type CommandName, commands } from '../../src/shared/commands.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import { scopeOf } from '../../src/shared/scopes.ts';
import { version } from '../version.ts';
import { routes } from './paths.ts';
import type { Route } from './route.ts';
import { exampleOf } from './samples.ts';
import { commandNames, inputOf, outputOf, refTo, type Schema, wireSchemas } from './schemas.ts';

/** `statusOf`: how a refusal with this code is answered. Takes some milliseconds: to be kept. */
export function openApiDocument(statusOf: (code: ErrorCode) => number): Schema {
  const wire = wireSchemas();
  const paths = Object.entries(routes).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, route]) => [method, operation(route, statusOf, wire)]),
    ),
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lanline',
      version,
      summary: 'The ways into a team, for programs.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: Object.fromEntries(paths) as Schema,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Of a person’s computer, or of a bot.',
        },
      },
      schemas: {
        ...wire,
        Refused: {
          type: 'object',
          required: ['ok', 'error'],
          properties: { ok: { const: false }, error: refTo('Failure') },
        },
        Command: {
          oneOf: commandNames.map((name) => refTo(name)),
          discriminator: {
            propertyName: 'name',
            mapping: Object.fromEntries(commandNames.map((name) => [name, refTo(name)['$ref']])),
          },
        },
        Done: {
          type: 'object',
          required: ['ok', 'value'],
          properties: {
            ok: { const: true },
            value: { anyOf: commandNames.map((name) => refTo(outputOf(name))) },
          },
        },
        ...Object.fromEntries(commandNames.map((name) => [name, command(name)])),
      },
    },
  };
}

/** The input of each command, as small as it can be. */
export function commandExamples(wire = wireSchemas()): Record<CommandName, unknown> {
  const resolve = (ref: string): Schema => wire[ref.replace(/^.*\//, '')] ?? {};
  return Object.fromEntries(
    commandNames.map((name) => [name, exampleOf(wire[inputOf(name)] ?? {}, resolve)]),
  ) as Record<CommandName, unknown>;
}

const command = (name: CommandName): Schema => ({
  type: 'object',
  description: `${commands[name].kind === 'write' ? 'Writes' : 'Reads'}; a bot’s token needs the scope \`${scopeOf(name)}\`. Answered with \`${outputOf(name)}\`.`,
  required: ['name', 'input'],
  properties: { name: { const: name }, input: refTo(inputOf(name)) },
});

function operation(
  { summary, description, open, parameters, body, answers, codes }: Route,
  statusOf: (code: ErrorCode) => number,
  wire: Record<string, Schema>,
): Schema {
  const refusals = Map.groupBy(new Set(codes), statusOf);
  return {
    summary,
    ...(description !== undefined && { description }),
    ...(open && { security: [] }),
    ...(parameters && { parameters }),
    ...(body && { requestBody: { required: true, content: withExamples(body, wire) } }),
    responses: {
      ...Object.fromEntries(
        answers.map(([status, means, content]) => [
          status,
          { description: means, ...(content && { content }) },
        ]),
      ),
      ...Object.fromEntries(
        [...refusals].map(([status, same]) => [status, refusal(same.join(', '))]),
      ),
      default: refusal('Refused: the code says why'),
    },
  };
}

const refusal = (description: string): Schema => ({
  description,
  content: { 'application/json': { schema: refTo('Refused') } },
});

/** Commands bring one example each. */
function withExamples(content: Schema, wire: Record<string, Schema>): Schema {
  const { schema } = (content['application/json'] ?? {}) as { schema?: Schema };
  if (schema?.['$ref'] !== refTo('Command')['$ref']) return content;
  const examples = Object.entries(commandExamples(wire)).map(([name, input]) => [
    name,
    { value: { name, input } },
  ]);
  return { 'application/json': { schema, examples: Object.fromEntries(examples) as Schema } };
}
