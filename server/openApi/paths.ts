// What may be asked by HTTP: one row for each route.
import { limits } from '../../src/shared/entities.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import { LONGEST_WAIT, TICKET_SECONDS } from '../../src/shared/listening.ts';
import {
  inHeader,
  inPath,
  inQuery,
  integer,
  json,
  object,
  page,
  type Route,
  value,
} from './route.ts';
import { refTo } from './schemas.ts';

const member: ErrorCode[] = [
  'UNAUTHENTICATED',
  'REVOKED',
  'DEACTIVATED',
  'FORBIDDEN',
  'RATE_LIMITED',
];
const said = [
  ...member,
  'INVALID',
  'TOO_LARGE',
  'NOT_FOUND',
  'NOT_MEMBER',
  'ID_CONFLICT',
] as ErrorCode[];
const storing: ErrorCode[] = ['STORAGE_FULL', 'STORAGE_BUSY', 'CLOSING'];
const idempotent = inHeader(
  'Idempotency-Key',
  'A UUID in small letters: what is sent twice with the same is said once.',
);

const Health = object({
  status: { const: 'ok' },
  head: integer,
  uptimeSeconds: integer,
  people: integer,
  messages: integer,
});
const Downloads = object({
  downloads: {
    type: 'array',
    items: object({
      name: { type: 'string' },
      size: integer,
      sha256: { type: ['string', 'null'], description: 'Null while it is being computed.' },
    }),
  },
});

export const routes: Record<string, Record<string, Route>> = {
  '/': {
    get: {
      summary: 'The team’s own web page',
      open: true,
      parameters: [inQuery('lang', 'Instead of the browser’s.', { enum: ['en', 'zh-CN'] })],
      answers: [[200, 'A page in English or 简体中文', page]],
      codes: [],
    },
  },
  '/healthz': {
    get: {
      summary: 'Whether the server is well',
      open: true,
      answers: [[200, 'It is', json(Health)]],
      codes: [],
    },
  },
  '/health/events': {
    get: {
      summary: 'The same, as it changes',
      description:
        'Server-sent events of the type `health`. There is room for a hundred onlookers.',
      open: true,
      answers: [
        [200, 'A stream that goes on', { 'text/event-stream': { schema: { type: 'string' } } }],
        [503, 'Too many look on already', json(refTo('Refused'))],
      ],
      codes: [],
    },
  },
  '/api/v1/openapi.json': {
    get: {
      summary: 'This description',
      open: true,
      answers: [[200, 'OpenAPI 3.1', json({ type: 'object' })]],
      codes: [],
    },
  },
  '/api/v1/team': {
    get: {
      summary: 'Which team this is',
      open: true,
      answers: [[200, 'Its name, and who may come in', json(refTo('TeamInfo'))]],
      codes: [],
    },
  },
  '/api/v1/key': {
    get: {
      summary: 'The server’s key, and how it came from earlier ones',
      open: true,
      answers: [[200, 'SHA-256 of the public key, base64url', json(refTo('KeyInfo'))]],
      codes: [],
    },
  },
  '/api/v1/commands': {
    post: {
      summary: 'Any command',
      description:
        'What is asked with a token is asked by its person or bot; `team.join` and `invite.look` need none. A command with the same `id` is done once, however often it is sent.',
      body: { 'application/json': { schema: refTo('Command') } },
      answers: [[200, 'Done; `value` is the output of that command', json(refTo('Done'))]],
      codes: [
        ...said,
        ...storing,
        'UNKNOWN_COMMAND',
        'NAME_TAKEN',
        'ALREADY_IN',
        'INVITE_INVALID',
        'INVITE_NEEDED',
        'DECLINED',
      ],
    },
  },
  '/api/v1/conversations/{conversation}/messages': {
    post: {
      summary: 'Say something',
      description:
        'The body is the text, or JSON with the input of `message.send`, where `id` and `conversation` may be left out.',
      parameters: [inPath('conversation', refTo('ConversationId')), idempotent],
      body: {
        'text/plain': { schema: { type: 'string' }, example: 'The backup has finished.' },
        'application/json': {
          schema: object({ text: { type: 'string' } }),
          example: { text: 'The backup has finished.' },
        },
      },
      answers: [[200, 'Where it stands in the log', value(refTo('Landed'))]],
      codes: [...said, ...storing],
    },
  },
  '/api/v1/events': {
    get: {
      summary: 'What happens: short poll, long poll, event stream, WebSocket',
      description:
        'With `Accept: text/event-stream` a stream of server-sent events: `id:` is the cursor, `event:` the type of the event, or `hello`, `signal`, `gone`, `closing`. With an upgrade a WebSocket of JSON text frames, whose other direction takes `ClientSocketFrame`. Otherwise a page of events.',
      parameters: [
        inQuery(
          'since',
          'The cursor; from now on without it, from the first event with 0.',
          integer,
        ),
        inQuery('epoch', 'Whose cursor it is: CURSOR_GONE for that of another log.', refTo('Id')),
        inQuery('conversation', 'Only these, separated by commas.', { type: 'string' }),
        inQuery('type', 'Only events of these types, separated by commas.', { type: 'string' }),
        inQuery('limit', 'Events in one answer.', {
          ...integer,
          minimum: 1,
          maximum: limits.page,
          default: limits.page,
        }),
        inQuery('wait', 'Seconds to wait for the first event.', {
          ...integer,
          maximum: LONGEST_WAIT,
          default: 0,
        }),
        inQuery('signals', 'Also what only passes by: typing, presence.', { enum: ['0', '1'] }),
        inQuery('mailbox', 'Which of several polls at once: each keeps its own signals.', {
          type: 'string',
        }),
        inQuery('ticket', 'Instead of a token.', { type: 'string' }),
        inHeader('Last-Event-ID', 'As `since`; browsers send it by themselves.'),
      ],
      answers: [
        [101, 'A WebSocket: one JSON text frame for each batch of events'],
        [
          200,
          'Events',
          { ...value(refTo('EventsPage')), 'text/event-stream': { schema: { type: 'string' } } },
        ],
      ],
      codes: [...member, 'INVALID', 'CURSOR_GONE', 'CLOSING'],
    },
  },
  '/api/v1/tickets': {
    post: {
      summary: 'A ticket for one stream',
      description: `To be shown as \`ticket=\` by what can set no header. It is good for ${TICKET_SECONDS} seconds, once.`,
      answers: [[200, 'The ticket', value(refTo('Ticket'))]],
      codes: member,
    },
  },
  '/api/v1/signals': {
    post: {
      summary: 'What somebody is doing right now',
      body: {
        'application/json': {
          schema: refTo('ClientSignal'),
          example: { type: 'presence', state: 'away' },
        },
      },
      answers: [[200, 'It was passed on', value({ type: 'object' })]],
      codes: [...member, 'INVALID'],
    },
  },
  '/hooks/{key}': {
    post: {
      summary: 'Say something by an incoming hook',
      open: true,
      description: 'Whoever has the key may. The body is a text, or JSON.',
      parameters: [inPath('key'), idempotent],
      body: {
        'text/plain': { schema: { type: 'string' }, example: 'The backup has finished.' },
        'application/json': {
          schema: refTo('HookMessage'),
          example: { text: 'The backup has finished.' },
        },
      },
      answers: [[200, 'Where it stands in the log', value(refTo('Landed'))]],
      codes: [...said, ...storing],
    },
  },
  '/downloads': {
    get: {
      summary: 'What can be downloaded from this server',
      open: true,
      answers: [[200, 'By name', value(Downloads)]],
      codes: [],
    },
  },
  '/downloads/{name}': {
    get: {
      summary: 'One of them, whole or in part',
      open: true,
      parameters: [inPath('name'), inHeader('Range', 'One range of bytes.')],
      answers: [
        [200, 'The file', { 'application/octet-stream': { schema: {} } }],
        [206, 'The part of it that was asked for', { 'application/octet-stream': { schema: {} } }],
        [304, 'It is as you have it'],
        [416, 'It is not that long'],
      ],
      codes: ['NOT_FOUND'],
    },
  },
  '/updates/{name}': {
    get: {
      summary:
        'The version of the app that the team is offered: its feed, or a package that it names',
      open: true,
      description:
        'A generic update feed: `latest-linux.yml`, `latest-linux-arm64.yml`, `latest.yml`, `latest-mac.yml`.',
      parameters: [inPath('name'), inHeader('Range', 'One range of bytes.')],
      answers: [
        [
          200,
          'The file',
          { 'text/yaml': { schema: {} }, 'application/octet-stream': { schema: {} } },
        ],
        [206, 'The part of it that was asked for', { 'application/octet-stream': { schema: {} } }],
        [304, 'It is as you have it'],
        [416, 'It is not that long'],
      ],
      codes: ['NOT_FOUND'],
    },
  },
  '/pages': {
    get: {
      summary: 'To the administrator’s own pages',
      open: true,
      answers: [[302, 'To `/pages/`']],
      codes: ['NOT_FOUND'],
    },
  },
  '/pages/{path}': {
    get: {
      summary: 'A page or file of the administrator’s own',
      open: true,
      parameters: [inPath('path')],
      answers: [
        [200, 'The file', { '*/*': { schema: {} } }],
        [302, 'To the folder’s page'],
        [304, 'It is as you have it'],
      ],
      codes: ['NOT_FOUND'],
    },
  },
};
