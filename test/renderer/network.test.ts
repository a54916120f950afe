// "Check the network" and Settings > Network: the rows as they come, the report, whom this computer
// spoke with, where its keys are kept.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckRow } from '../../src/shared/rows.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { MemoryCore } from './support/memoryCore.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let core: MemoryCore;
let app: TestApp;
beforeEach(() => void (core = new MemoryCore()));
afterEach(() => app.close());

const row = (check: CheckRow['check'], state: CheckRow['state'], more: Partial<CheckRow> = {}) => ({
  check,
  state,
  text: 'failed',
  advice: null,
  facts: { reason: 'nobody knows' },
  command: null,
  ...more,
});
const states = () =>
  app.all('check-row').map(({ dataset }) => [dataset['check'], dataset['state']]);

async function check(): Promise<void> {
  app = await mountApp(core);
  await app.click('check-network');
}

describe('the check', () => {
  it('shows its rows as they come, in their order', async () => {
    let finish: (rows: CheckRow[]) => void = () => undefined;
    core.instead['network.check'] = () => new Promise((resolve) => (finish = resolve));
    await check();
    expect(app.find('check-summary')?.textContent).toContain('0 of 10');
    core.push('check', row('port', 'running', { text: 'running', facts: {} }));
    core.push('check', row('addresses', 'good'));
    await settle();
    expect(states()).toEqual([
      ['addresses', 'good'],
      ['port', 'running'],
    ]);
    expect(app.find('check-summary')?.textContent).toContain('1 of 10');
    expect(app.find('check-again')).toHaveProperty('disabled', true);
    expect(app.find('check-save')).toHaveProperty('disabled', true);
    finish([row('addresses', 'good'), row('port', 'bad')]);
    await settle();
    expect(states()).toEqual([
      ['addresses', 'good'],
      ['port', 'bad'],
    ]);
    expect(app.find('check-again')).toHaveProperty('disabled', false);
  });

  it.each([
    [['good', 'good'], 'Others on this network should see you'],
    [['good', 'unknown'], 'Others on this network should see you'],
    [['good', 'warning'], 'something to look at'],
    [['warning', 'bad'], 'keeps the others from seeing you'],
    [['unknown', 'unknown'], 'could not be found out'],
  ] as const)('sums %o up', async ([first, second], says) => {
    core.checks = [row('addresses', first), row('firewall', second)];
    await check();
    expect(app.find('check-summary')?.textContent).toContain(says);
  });

  it('says each in words, with what to do and the command for it', async () => {
    const command = 'sudo ufw allow 7788/tcp';
    core.checks = [
      row('addresses', 'good', { text: 'found', facts: { addresses: '<b>192.168.1.20</b>' } }),
      row('firewall', 'bad', { advice: 'not worded yet', text: 'not worded', command }),
    ];
    await check();
    const [addresses, firewall] = app.all('check-row');
    expect(addresses?.textContent).toContain('<b>192.168.1.20</b>');
    expect(addresses?.querySelector('b')).toBeNull();
    expect(firewall?.querySelector('h3')?.textContent).toContain('Firewall');
    expect(firewall?.querySelector('p')?.textContent).toBe('In the way');
    expect(firewall?.querySelector('code')?.textContent).toBe(command);
  });

  it('saves what is read here, and says where', async () => {
    core.checks = [row('clock', 'bad', { command: 'timedatectl set-ntp true' })];
    await check();
    await app.click('check-save');
    const [text] = core.saved;
    expect(text).toContain('Check the network');
    expect(text).toContain('Lanline 0.1.0');
    expect(text).toMatch(/\[In the way\] .*nobody knows/);
    expect(text).toContain('    timedatectl set-ntp true');
    expect(document.body.textContent).toContain('Saved as /home/noor/lanline-network.txt');
  });

  it('that cannot run, or a report that cannot be saved, says so', async () => {
    core.checks = [row('clock', 'good')];
    core.instead['report.save'] = () => {
      throw new Refusal('DATA_UNWRITABLE', 'disk');
    };
    await check();
    await app.click('check-save');
    expect(app.find('error-text')?.textContent).toContain('data folder');
    core.instead['network.check'] = () => {
      throw new Refusal('INTERNAL', 'broken');
    };
    await app.click('check-again');
    expect(document.body.textContent).toContain('The network could not be checked');
  });

  it('is reached from the line, too', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    app.find('line')?.closest('button')?.click();
    await settle();
    await app.click('line-check-network');
    expect(app.find('check-summary')).not.toBeNull();
    expect(app.find('line-check-network')).toBeNull();
  });
});

describe('Settings > Network', () => {
  async function open(): Promise<void> {
    app = await mountApp(core);
    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'Comma', key: ',', ctrlKey: true }));
    await settle();
    const tab = app.find('settings-network');
    tab?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
    await settle();
  }

  it('lists every host, why and how often', async () => {
    const at = { firstAt: 1, lastAt: Date.now() };
    core.contacts = [
      { host: '192.168.1.20', port: 7788, why: 'team', times: 214, ...at },
      { host: 'fe80::1', port: 5353, why: 'dns-sd', times: 3, ...at },
      { host: '<i>x</i>', port: 1, why: 'look', times: 1, ...at },
    ];
    await open();
    const cells = app
      .all('contact-row')
      .map((one) => [...one.querySelectorAll('td')].map((cell) => cell.textContent));
    expect(cells.map((one) => one.slice(0, 3))).toEqual([
      ['192.168.1.20:7788', 'A team you are in', '214'],
      ['[fe80::1]:5353', 'Looking for teams (multicast)', '3'],
      ['<i>x</i>:1', 'An address or invite you looked at', '1'],
    ]);
  });

  it.each([
    ['system', 'kept encrypted'],
    ['file', 'no keyring'],
  ] as const)('says where keys are kept: %s', async (keyring, says) => {
    core.keyring = keyring;
    await open();
    expect(app.find('keyring')?.textContent).toContain(says);
  });

  it('offers without a team only what concerns none', async () => {
    await open();
    expect(app.find('settings-general')).not.toBeNull();
    expect(app.find('settings-devices')).toBeNull();
    expect(app.find('settings-team')).toBeNull();
  });
});
