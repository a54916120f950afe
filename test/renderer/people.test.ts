// People: who is offered what over whom, changing name and role, shutting out and taking back, and
// the lists that lead there.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Role, roles } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { rightsOf } from '../../src/renderer/composables/useRights.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
beforeEach(() => (lab = makeLab()));
afterEach(() => page?.close());

/** Opens Wei, who is a `role` here, as somebody who is `mine`. */
async function open(mine: Role, role: Role = 'member', more = {}): Promise<void> {
  lab.noor.role = mine;
  Object.assign(lab.wei, { role, ...more });
  page = await openDialog(lab.core, 'person', lab.wei.id);
}

describe('rights', () => {
  const person = (id: string, role: Role, active = true) => ({ id, role, active });
  const all = roles.map((role) => person(role, role));

  it.each([
    ['owner', ['owner', 'admin', 'member', 'guest']],
    ['admin', ['member', 'guest']],
    ['member', []],
    ['guest', []],
  ] as const)('of an active %s reach %j', (role, reached) => {
    const me = person('me', role);
    const { manages } = rightsOf(me, 'ask', [...all, me]);
    expect(all.filter(manages).map((one) => one.role)).toEqual(reached);
    expect(manages(me)).toBe(false);
  });

  it('let owners give every role, admins those below them', () => {
    const owners = [person('owner', 'owner'), person('second', 'owner')];
    const given = (mine: Role, of: Role) =>
      rightsOf(person('me', mine), 'ask', owners).rolesFor(person('other', of));
    expect(given('owner', 'admin')).toEqual(['owner', 'admin', 'member', 'guest']);
    expect(given('admin', 'guest')).toEqual(['member', 'guest']);
    expect(given('admin', 'admin')).toEqual([]);
    expect(given('member', 'guest')).toEqual([]);
  });

  it('keep the last owner who is active', () => {
    const me = person('me', 'owner');
    expect(rightsOf(me, 'ask', [me]).rolesFor(me)).toEqual([]);
    const former = person('former', 'owner', false);
    expect(rightsOf(me, 'ask', [me, former]).lastOwner(me)).toBe(true);
    expect(rightsOf(me, 'ask', [me, person('b', 'owner')]).rolesFor(me)).toHaveLength(4);
  });

  it('leave the door to owners, and nothing to the deactivated or unknown', () => {
    const rights = (role: Role, active = true) => rightsOf(person('me', role, active), 'open', all);
    expect(roles.filter((role) => rights(role).keepsDoor)).toEqual(['owner']);
    expect(roles.filter((role) => rights(role).rules)).toEqual(['owner', 'admin']);
    expect(rights('owner', false).linkRoles).toEqual([]);
    expect(rightsOf(undefined, 'open', all).linkRoles).toEqual([]);
  });
});

describe('a person', () => {
  it.each([
    ['owner', 'member', ['person-name', 'person-role', 'person-reset', 'person-deactivate']],
    ['owner', 'owner', ['person-name', 'person-role', 'person-reset', 'person-deactivate']],
    ['admin', 'guest', ['person-name', 'person-role', 'person-reset', 'person-deactivate']],
    ['admin', 'admin', []],
    ['admin', 'owner', []],
    ['member', 'guest', []],
    ['guest', 'member', []],
  ] as const)('offers, as %s over %s: %j', async (mine, role, offered) => {
    await open(mine, role);
    const ids = ['person-name', 'person-role', 'person-reset', 'person-deactivate'];
    expect(ids.filter((id) => page.find(id))).toEqual(offered);
    expect(page.find('person-write')).not.toBeNull();
    // Whose computers one may not see are not asked for either.
    expect(page.heard('devices.list')).toHaveLength(offered.length > 0 ? 1 : 0);
  });

  it('is written to', async () => {
    await open('member');
    await page.click('person-write');
    expect(page.heard('direct.open')).toEqual([{ user: lab.wei.id }]);
    expect(page.find('person-write')).toBeNull();
  });

  it('gets another name and role with one press, and only what changed is sent', async () => {
    await open('owner');
    expect(page.disabled('person-save')).toBe(true);
    await page.choose('person-role', 'admin');
    await page.click('person-save');
    await page.type('person-name', 'Wei Chen');
    await page.click('person-save');
    expect(page.heard('person.set')).toEqual([
      { user: lab.wei.id, role: 'admin' },
      { user: lab.wei.id, name: 'Wei Chen' },
    ]);
    expect(page.text('person-state')).toBe('Admin · Away');
    expect(page.disabled('person-save')).toBe(true);
  });

  it('says what an owner may before somebody becomes one', async () => {
    await open('owner');
    await page.choose('person-role', 'owner');
    expect(document.body.textContent).toContain('also take your own role away');
  });

  it.each([
    ['NAME_TAKEN', 'already has that name'],
    ['FORBIDDEN', 'without an owner'],
    ['NOT_FOUND', 'somebody else was quicker'],
  ] as const)('words %s', async (code, words) => {
    lab.core.instead['person.set'] = () => {
      throw new Refusal(code, 'no');
    };
    await open('owner');
    await page.type('person-name', 'Mara Lind');
    await page.click('person-save');
    expect(page.text('error-text')).toContain(words);
  });

  it('is told of a name that cannot be one before it is sent', async () => {
    await open('owner');
    await page.type('person-name', 'here');
    expect(page.text('error-text')).toContain('means everybody');
    expect(page.disabled('person-save')).toBe(true);
  });

  it('is deactivated after a question, stays to be seen, and comes back', async () => {
    await open('owner');
    await page.click('person-deactivate');
    expect(document.body.textContent).toContain('signed out on every computer at once');
    expect(page.heard('person.set')).toEqual([]);
    await page.click('person-deactivate-confirm');
    expect(page.text('person-state')).toBe('Member · Inactive');
    expect(page.find('person-write')).toBeNull();
    expect(page.find('person-reset')).toBeNull();
    await page.click('person-reactivate');
    expect(page.heard('person.set')).toEqual([
      { user: lab.wei.id, active: false },
      { user: lab.wei.id, active: true },
    ]);
    expect(page.find('person-deactivate')).not.toBeNull();
  });

  it('gets a way in for a new computer', async () => {
    await open('admin');
    await page.click('person-reset');
    expect(page.heard('device.invite')).toEqual([{ user: lab.wei.id, spoken: false }]);
    expect(document.body.textContent).toContain('Only for Wei Chen 陈伟');
    expect(page.find('invite-link')).not.toBeNull();
  });

  it('that is oneself and the last owner learns why nothing changes', async () => {
    lab.mara.role = 'member';
    lab.noor.role = 'owner';
    page = await openDialog(lab.core, 'person', lab.noor.id);
    expect(document.body.textContent).toContain('The only owner of the team');
    expect(page.find('person-role')).toBeNull();
    expect(page.find('person-deactivate')).toBeNull();
    await page.click('person-edit');
    expect(page.find('profile-name')).not.toBeNull();
  });

  it('that is oneself may step down while there is another owner', async () => {
    lab.noor.role = 'owner';
    page = await openDialog(lab.core, 'person', lab.noor.id);
    await page.choose('person-role', 'member');
    expect(document.body.textContent).toContain("give up the owner's rights");
    await page.click('person-save');
    expect(page.heard('person.set')).toEqual([{ user: lab.noor.id, role: 'member' }]);
    expect(page.find('person-role')).toBeNull();
  });

  it('changes nothing without a connection', async () => {
    lab.team.link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    await open('owner');
    await page.choose('person-role', 'admin');
    expect(page.disabled('person-save')).toBe(true);
    expect(page.disabled('person-deactivate')).toBe(true);
    expect(page.disabled('person-reset')).toBe(true);
    expect(document.body.textContent).toContain('when the connection is back');
  });

  it('is text, whatever the name and the words about it', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    await open('owner', 'member', { name: hostile, about: hostile });
    await page.click('person-deactivate');
    const shown = document.querySelector('.dialog');
    expect(shown?.textContent.split(hostile).length).toBeGreaterThan(3);
    expect(shown?.querySelector('img')).toBeNull();
  });
});

describe('the panel and the list', () => {
  it('mark roles, count, and keep the inactive apart', async () => {
    lab.team.addPerson('Old Tom', { active: false, presence: 'offline' });
    lab.general.members = lab.team.people.map(({ id }) => id);
    lab.noor.role = 'guest';
    await open('guest');
    const groups = [...document.querySelectorAll('[data-testid="member-panel"] section')].map(
      (group) => group.textContent.replaceAll(/\s+/g, ' ').trim(),
    );
    expect(groups).toEqual([
      expect.stringMatching(/^Online · 2.*Mara Lind.*Owner.*Noor Vance \(you\).*Guest$/),
      expect.stringMatching(/^Away · 1.*Wei Chen 陈伟\s*$/),
      expect.stringMatching(/^Inactive · 1.*Old Tom\s*$/),
    ]);
  });

  it('lead to a person', async () => {
    page = await openDialog(lab.core, 'keys');
    page
      .all('person-open')
      .find((row) => row.dataset['person'] === lab.mara.id)
      ?.click();
    await settle();
    expect(page.text('person-state')).toBe('Owner · Online');
  });

  it('are joined by the name over a message', async () => {
    lab.team.log(lab.general.id, lab.wei.id, 'hello', Date.now());
    page = await openDialog(lab.core, 'keys');
    await page.click('message-author');
    expect(page.text('person-state')).toBe('Member · Away');
  });

  it('finds the inactive too', async () => {
    lab.team.addPerson('Old Tom', { active: false, presence: 'offline' });
    page = await openDialog(lab.core, 'settings', 'team');
    const names = () =>
      [...document.querySelectorAll('.people-list [data-person]')].map((row) =>
        row.querySelector('.name')?.textContent.trim(),
      );
    expect(names()).toEqual(['Mara Lind', expect.stringContaining('Noor'), 'Wei Chen 陈伟']);
    await page.type('people-find', 'wei');
    expect(names()).toEqual(['Wei Chen 陈伟']);
    await page.type('people-find', '');
    await page.click('people-inactive');
    expect(names()).toEqual(['Old Tom']);
  });

  it('offers nobody to write to who is no longer there', async () => {
    lab.wei.active = false;
    page = await openDialog(lab.core, 'direct');
    expect(page.all('pick-item').map((item) => item.dataset['id'])).toEqual([lab.mara.id]);
  });
});
