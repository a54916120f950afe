// What the person at this computer is probably called, so that the field is not empty.
import { userInfo } from 'node:os';
import { PersonName } from '../shared/entities.ts';

/** Accounts that are nobody's name. */
const impersonal = new Set([
  'admin',
  'administrator',
  'default',
  'guest',
  'node',
  'owner',
  'pi',
  'root',
  'test',
  'ubuntu',
  'user',
  'users',
]);

/** '' when nobody knows. */
export function suggestedName(login: string = loginName()): string {
  const name = login.trim();
  if (impersonal.has(name.toLowerCase()) || !/\p{L}/u.test(name)) return '';
  // Only a name all in small letters is one that the system made; "mara.lind" is two words.
  const spoken = /^[\p{Ll}.]+$/u.test(name)
    ? name
        .split('.')
        .filter((word) => word !== '')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(' ')
    : name;
  const checked = PersonName.safeParse(spoken);
  return checked.success ? checked.data : '';
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an account, as in containers.
    return '';
  }
}
