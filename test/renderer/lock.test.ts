// The app lock in the window: the locked window, its way out, coming back, and the settings.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useComposer } from '../../src/renderer/stores/composer.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { LockState } from '../../src/shared/lock.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let app: TestApp;
let lab: ReturnType<typeof makeLab>;
afterEach(() => app.close());
beforeEach(() => void (lab = makeLab()));

const shut: LockState = { on: true, locked: true, after: 5, withScreen: true, retryAt: null };
const open: LockState = { ...shut, locked: false };
const heard = (name: string) => lab.core.heard.filter((one) => one.name === name);
const wrong = (): never => {
  throw new Refusal('FORBIDDEN', 'no', { field: 'code' });
};
const type = async (field: string, text: string, button = 'lock-save') => {
  await app.type(field, text);
  await app.submit(button);
};

it('asks for the code and shows nothing else, whatever is told or pressed', async () => {
  lab.core.lock = shut;
  lab.core.teams = [];
  app = await mountApp(lab.core);
  expect(document.activeElement).toBe(app.find('lock-code'));
  expect(app.find('line') ?? app.find('welcome')).toBeNull();
  await app.key('lock-code', ',', { code: 'Comma', ctrlKey: true });
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(document.title).toBe('Lanline');

  lab.core.instead['lock.unlock'] = wrong;
  await type('lock-code', '1111', 'lock-open');
  expect(app.find('error-text')?.textContent).toContain('Try again');
  expect(app.find('lock-code')).toHaveProperty('value', '');
  lab.core.push('lock', { ...shut, retryAt: Date.now() + 29_500 });
  await settle();
  expect(app.find('lock-wait')?.textContent).toContain('30 seconds');
  expect(app.find('lock-open')).toHaveProperty('disabled', true);

  lab.core.push('lock', shut);
  await settle();
  lab.core.instead['lock.unlock'] = () => void (lab.core.lock = open);
  lab.core.teams = [lab.team];
  await type('lock-code', '2468', 'lock-open');
  expect(app.find('locked')).toBeNull();
  expect(app.all('conversation-item')).toHaveLength(3);
});

it('goes at once when the core locks, and is as it was when it comes back', async () => {
  lab.team.log(lab.general.id, lab.noor.id, 'an old one', Date.now());
  app = await mountApp(lab.core);
  const row = lab.team.rows.get(lab.general.id)?.at(-1);
  if (row?.kind !== 'message') throw new Error('no message');
  useComposer().edit(row);
  await app.type('composer-input', 'an old one, better');
  let place = '';
  lab.core.instead['window.keep'] = (input) => void (place = input.place);
  lab.core.push('lock', shut);
  await settle();
  expect(app.find('locked')).not.toBeNull();
  expect(document.body.textContent).not.toMatch(/an old one|general|Riverside/);
  await app.close();

  lab.core.lock = open;
  lab.core.place = place;
  app = await mountApp(lab.core);
  expect(app.find('composer-input')).toHaveProperty('value', 'an old one, better');
});

it('has a way out that says what it costs, and warns of what waits', async () => {
  lab.core.lock = shut;
  lab.core.teams = [];
  app = await mountApp(lab.core);
  await app.click('lock-forgotten');
  expect(app.find('lock-way-out')?.textContent).toContain('does not encrypt');
  await app.click('lock-leave');
  expect(heard('lock.leave')).toEqual([]);
  await app.click('lock-leave-sure');
  lab.core.instead['lock.leave'] = ({ discard }) => {
    if (!discard) throw new Refusal('FORBIDDEN', 'waits', { field: 'unsent' });
    lab.core.lock = { ...open, on: false };
  };
  await app.click('lock-leave');
  expect(app.find('error-text')?.textContent).toContain('wait to be sent');
  await app.click('lock-leave');
  expect(app.find('welcome')).not.toBeNull();
});

it('is set up in the settings, where its key leads until there is a code', async () => {
  app = await mountApp(lab.core);
  await app.key('composer-input', 'l', { code: 'KeyL', ctrlKey: true });
  await app.click('lock-set');
  await type('lock-new', '12');
  expect(app.find('error-text')?.textContent).toContain('4 to 12');
  await app.type('lock-new', '2468');
  await type('lock-again', '2469');
  expect(app.find('error-text')?.textContent).toContain('not the same');
  lab.core.instead['lock.set'] = () => open;
  await type('lock-again', '2468');
  expect(heard('lock.set').at(-1)?.input).toEqual({ code: '2468', current: '' });

  lab.core.instead['lock.choose'] = ({ after }) => ({ ...open, after: after ?? null });
  const after = app.find('lock-after') as HTMLSelectElement;
  after.value = '15';
  after.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(heard('lock.choose').at(-1)?.input).toEqual({ after: 15 });
  await app.click('lock-remove');
  lab.core.instead['lock.set'] = wrong;
  await type('lock-current', '1111');
  expect(app.find('error-text')?.textContent).toContain('not it');
  lab.core.instead['lock.now'] = () => undefined;
  await app.key('lock-current', 'l', { code: 'KeyL', ctrlKey: true });
  expect(heard('lock.now')).toHaveLength(1);
});
