// `user`: people, as far as the console has to help: roles, leaving, lost computers.
import { uuidv7 } from 'uuidv7';
import { newLinkCode } from '../../src/node/codes.ts';
import { DEVICE_LINK_MS } from '../../src/shared/door.ts';
import { nameKey, type Person, Role, roles } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { type Console, withConsole } from './console.ts';
import { describeDuration } from './duration.ts';
import { describeLink, linkFor } from './greeting.ts';
import { type Answer, expectWords, table, type Verb } from './verb.ts';

export const user: Verb = {
  summary: 'list people, change role or name, shut out, help back in',
  usage: `Usage: lanline-server user list
       lanline-server user role NAME ROLE        owner, admin, member or guest
       lanline-server user rename NAME NEW
       lanline-server user deactivate NAME       shuts all their computers out
       lanline-server user reactivate NAME
       lanline-server user reset NAME            a link for another computer of
                                                 theirs, once, for half an hour

NAME may also be the person's id, as the list shows it.
`,
  async run({ config, words }) {
    const [verb = '', ...rest] = words;
    const wanted = arguments_[verb];
    if (!wanted) throw new Refusal('INVALID', `unknown: user ${verb} (try --help)`);
    const [name = '', value = ''] = expectWords(rest, ...wanted);
    const role = verb === 'role' ? readRole(value) : undefined;
    return withConsole(config, async (console) => {
      const people = await everybody(console);
      if (verb === 'list') return list(people);
      const person = find(people, name);
      if (verb === 'reset') return reset(console, person);
      const changes = {
        role: { role },
        rename: { name: value },
        deactivate: { active: false },
        reactivate: { active: true },
      };
      const change = changes[verb as keyof typeof changes];
      await console.ask('person.set', { id: uuidv7(), user: person.id, ...change });
      const after = find(await everybody(console), person.id);
      return { json: { person: after }, text: table([row(after)]) };
    });
  },
};

const arguments_: Record<string, string[]> = {
  list: [],
  role: ['NAME', 'ROLE'],
  rename: ['NAME', 'NEW'],
  deactivate: ['NAME'],
  reactivate: ['NAME'],
  reset: ['NAME'],
};

/** All people; their number is not limited, so neither is the number of pages. */
async function everybody(console: Console): Promise<Person[]> {
  const { people } = await console.ask('sync.snapshot', {});
  return people.toSorted(
    (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.joinedAt - b.joinedAt,
  );
}

function find(people: Person[], name: string): Person {
  const found = people.filter((each) => each.id === name || nameKey(each.name) === nameKey(name));
  const [person, ...others] = found;
  if (!person) throw new Refusal('NOT_FOUND', `nobody is called ${name} (try: user list)`);
  if (others.length > 0)
    throw new Refusal(
      'INVALID',
      `${found.length} people are called ${name}: use the id of one, ${found.map(({ id }) => id).join(' or ')}`,
    );
  return person;
}

function list(people: Person[]): Answer {
  const text = people.length === 0 ? 'Nobody has joined yet.\n' : table(people.map(row));
  return { json: { people }, text };
}

const row = ({ id, name, role, active, bot }: Person): string[] => [
  id,
  active ? `${role}${bot ? ', bot' : ''}` : 'inactive',
  name,
];

async function reset(console: Console, person: Person): Promise<Answer> {
  const code = newLinkCode();
  const { invite } = await console.ask('device.invite', { id: uuidv7(), code, user: person.id });
  const link = linkFor(await console.status(), code);
  const what = `To be opened on ${person.name}'s computer, once, within ${describeDuration(DEVICE_LINK_MS)}:`;
  return { json: { person, invite, link }, text: describeLink(what, link) };
}

function readRole(text: string): Role {
  const role = Role.safeParse(text);
  if (role.success) return role.data;
  throw new Refusal('INVALID', `ROLE: must be one of ${roles.join(', ')}`, { field: 'role' });
}
