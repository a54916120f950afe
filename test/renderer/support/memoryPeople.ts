// What people do inside a team, in memory: invites, who waits at the door, roles, computers and
// pictures. memoryTeam.ts spreads `handlers` into its own; tests set and read the rest.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { CallArgs, CallOutput, DeviceRow, Pushes } from '../../../src/shared/api.ts';
import {
  DEVICE_LINK_MS,
  type Invite,
  type JoinRequest,
  SPOKEN_CODE_MS,
} from '../../../src/shared/door.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import { formatInviteLink } from '../../../src/shared/inviteLink.ts';
import type { OpenInvite, PersonRow } from '../../../src/shared/rows.ts';

type PeopleCall =
  | 'invites.list'
  | 'invite.create'
  | 'invite.speak'
  | 'invite.revoke'
  | 'requests.list'
  | 'request.answer'
  | 'devices.list'
  | 'device.revoke'
  | 'device.invite'
  | 'person.set'
  | 'avatar.set'
  | 'avatar.get';
type Handlers = { [N in PeopleCall]: (input: CallArgs<N>) => CallOutput<N> };

/** What it needs of the team around it. */
export type Around = {
  people: PersonRow[];
  readonly me: string;
  push<N extends 'people' | 'requests'>(name: N, payload: Pushes[N]): void;
};

export function memoryPeople(team: Around) {
  const state = {
    invites: [] as Invite[],
    requests: [] as JoinRequest[],
    devices: [] as DeviceRow[],
    pictures: new Map<string, { type: string; image: Uint8Array }>(),
  };

  /** Somebody asks at the door. */
  function knock(name: string, more: Partial<JoinRequest> = {}): JoinRequest {
    const base = { device: 'ines-laptop', address: '192.168.1.44', askedAt: Date.now() - 120_000 };
    const request: JoinRequest = { id: randomUUID(), name, ...base, ...more };
    state.requests = [...state.requests, request];
    team.push('requests', state.requests);
    return request;
  }

  function addDevice(user: string, name: string, more: Partial<DeviceRow> = {}): DeviceRow {
    const base = { createdAt: Date.now() - 86_400_000, lastSeenAt: Date.now(), online: true };
    const device: DeviceRow = { id: randomUUID(), user, name, current: false, ...base, ...more };
    state.devices.push(device);
    return device;
  }

  function changePerson(user: string, change: Partial<PersonRow>): void {
    if (!team.people.some(({ id }) => id === user)) throw new Refusal('NOT_FOUND', user);
    team.people = team.people.map((one) => (one.id === user ? { ...one, ...change } : one));
    team.push('people', team.people);
  }

  function open(more: Partial<Invite> & { lasts: number | null }): OpenInvite {
    const { lasts, ...rest } = more;
    const createdAt = Date.now();
    const invite: Invite = {
      id: randomUUID(),
      role: 'member',
      user: null,
      spoken: false,
      createdBy: team.me,
      createdAt,
      expiresAt: lasts === null ? null : createdAt + lasts,
      uses: 1,
      used: 0,
      channels: [],
      ...rest,
    };
    state.invites.push(invite);
    const code = invite.spoken ? '48210937' : randomBytes(16).toString('base64url');
    const pin = 'PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP';
    const addresses = ['192.168.1.20:7788', 'lab-nas.local:7788'];
    const link = formatInviteLink({ code, addresses, pin, team: 'Riverside Lab' });
    return { invite, link, code: invite.spoken ? code : null };
  }

  const handlers: Handlers = {
    'invites.list': () => state.invites,
    'invite.create': ({ role, expiresIn, uses, channels }) =>
      open({ role, uses, channels, lasts: expiresIn }),
    'invite.speak': () => open({ spoken: true, lasts: SPOKEN_CODE_MS }),
    'invite.revoke': ({ invite }) => {
      const left = state.invites.filter(({ id }) => id !== invite);
      if (left.length === state.invites.length) throw new Refusal('NOT_FOUND', invite);
      state.invites = left;
    },
    'requests.list': () => state.requests,
    'request.answer': ({ request, admit, role }) => {
      const asked = state.requests.find(({ id }) => id === request);
      if (!asked) throw new Refusal('NOT_FOUND', request);
      state.requests = state.requests.filter((one) => one !== asked);
      if (admit)
        team.people = [
          ...team.people,
          {
            id: asked.id,
            name: asked.name,
            about: '',
            role,
            avatar: null,
            active: true,
            presence: 'online',
            status: null,
            dndUntil: null,
            receipts: true,
            joinedAt: Date.UTC(2026, 0, 5, 9),
          },
        ];
      team.push('requests', state.requests);
      team.push('people', team.people);
    },
    'devices.list': ({ user }) => state.devices.filter((one) => one.user === (user ?? team.me)),
    'device.revoke': ({ device }) => {
      if (!state.devices.some(({ id }) => id === device)) throw new Refusal('NOT_FOUND', device);
      state.devices = state.devices.filter(({ id }) => id !== device);
    },
    'device.invite': ({ user, spoken }) =>
      open({ user: user ?? team.me, spoken, lasts: spoken ? SPOKEN_CODE_MS : DEVICE_LINK_MS }),
    'person.set': ({ user, ...change }) => changePerson(user, change),
    'avatar.set': ({ image }) => {
      if (image === null) return changePerson(team.me, { avatar: null });
      const avatar = createHash('sha256').update(image).digest('hex');
      state.pictures.set(avatar, { type: 'image/webp', image });
      changePerson(team.me, { avatar });
    },
    'avatar.get': ({ avatar }) => {
      const picture = state.pictures.get(avatar);
      if (!picture) throw new Refusal('NOT_FOUND', avatar);
      return picture;
    },
  };

  // One object, so that tests may set the lists themselves.
  return Object.assign(state, { handlers, knock, addDevice });
}
