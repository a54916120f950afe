// Settings > Bots and hooks, what makes them, and how they are marked among the people.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';

let lab: ReturnType<typeof makeLab>;
let page: Page;
beforeEach(() => {
  lab = makeLab();
  lab.noor.role = 'admin';
});
afterEach(() => page.close());

const open = async () => (page = await openDialog(lab.core, 'settings', 'bots'));
const body = () => document.body.textContent;
async function check(id: string): Promise<void> {
  page.find(id)?.click();
  await settle();
}

describe('Settings > Bots and hooks', () => {
  it.each(['owner', 'admin'] as const)('is there for an %s', async (role) => {
    lab.noor.role = role;
    await open();
    expect(page.find('bot-new')).not.toBeNull();
    expect(body()).toContain('No bot yet.');
  });

  it.each(['member', 'guest'] as const)('is not there for a %s', async (role) => {
    lab.noor.role = role;
    await open();
    expect([page.find('settings-bots'), page.find('bot-new')]).toEqual([null, null]);
  });

  it('lists bots with their tokens, and hooks apart from them', async () => {
    const { team, general } = lab;
    const bot = team.bots.addProgram('backup');
    general.members.push(bot.id);
    const now = Date.now();
    const day = 86_400_000;
    team.doings.addDevice(bot.id, 'cron', {
      scopes: ['read', 'send'],
      online: false,
      lastSeenAt: now - 3 * day,
      expiresAt: now + 10 * day,
    });
    team.doings.addDevice(bot.id, 'old', {
      online: false,
      lastSeenAt: now - 9 * day,
      expiresAt: now - day,
    });
    team.bots.addIncoming('nightly', general.id);
    await open();
    expect(page.all('bot-row')).toHaveLength(1);
    expect(page.text('bot-row')).toContain('Guest · #general');
    const [cron, old] = page.all('token-row').map((row) => row.textContent.replaceAll(/\s+/g, ' '));
    expect(cron).toContain('read, write · ends in 10 days · used 3 days ago');
    expect(old).toContain('everything · used');
    expect(old).toContain('Ended on');
    expect(page.text('hook-row')).toContain('nightly#general · by you · never used');
  });

  it('takes tokens back, shuts bots out and removes hooks, each after asking', async () => {
    const { team, general } = lab;
    const bot = team.bots.addProgram('backup');
    const token = team.doings.addDevice(bot.id, 'cron');
    const hook = team.bots.addIncoming('nightly', general.id);
    await open();
    await page.click('token-revoke');
    expect(page.heard('device.revoke')).toEqual([]);
    await page.click('token-revoke-confirm');
    expect(page.heard('device.revoke')).toEqual([{ device: token.id }]);
    expect(body()).toContain('No token works');
    await page.click('hook-remove');
    await page.click('hook-remove-confirm');
    expect(page.heard('hook.remove')).toEqual([{ hook: hook.id }]);
    await page.click('bot-end');
    await page.click('bot-end-confirm');
    expect(page.heard('person.set')).toEqual([{ user: bot.id, active: false }]);
    expect([page.find('hook-row'), page.find('bot-row')]).toEqual([null, null]);
  });

  it('says that it knows nothing, or what went wrong', async () => {
    lab.core.instead['hooks.list'] = () => {
      throw new Refusal('STORAGE_BUSY', 'no');
    };
    await open();
    expect(body()).toContain('The bots and hooks could not be read');
    lab.team.setLink({ state: 'offline', reason: null, retryAt: null, waiting: 0 });
    await settle();
    expect(body()).toContain('They are shown when the connection is back.');
    delete lab.core.instead['hooks.list'];
    lab.team.setLink({ state: 'live', way: 'websocket', rttMs: 1, waiting: 0 });
    await settle();
    expect(page.find('bot-new')).not.toBeNull();
  });
});

describe('an outgoing hook', () => {
  const at = Date.now() - 3_600_000;
  const event = (pos: number) =>
    ({
      pos,
      type: 'message.created',
      tries: 8,
      error: 'answered 500',
      at,
      waiting: false,
    }) as const;

  it('says how it does', async () => {
    const { bots } = lab.team;
    const { id } = lab.general;
    const failing = { name: 'failing', failingSince: at, lastError: 'answered 500' } as const;
    bots.addOutgoing('a', id);
    bots.addOutgoing('b', id, { allowPrivate: true }, failing);
    bots.addOutgoing('c', id, {}, { name: 'away' });
    await open();
    expect(page.all('hook-state').map((one) => one.textContent)).toEqual([
      'Working · never used',
      expect.stringContaining('Failing; it began'),
      expect.stringContaining('removed from its channel'),
    ]);
    expect(page.text('hook-error')).toBe('answered 500');
    expect(page.all('outgoing-row')[1]?.textContent).toContain('also in this network');
  });

  it('shows what it gave up, to be tried once more or let go', async () => {
    const { bots } = lab.team;
    const hook = bots.addOutgoing('board', lab.general.id);
    bots.giveUp(hook.id, [event(9), event(7), event(5)]);
    await open();
    expect(page.text('hook-dead')).toBe('3 given up');
    await page.click('hook-dead');
    expect(page.all('dead-row')).toHaveLength(3);
    expect(page.text('dead-row')).toContain('New messages · 8 tries');
    await page.click('replay');
    expect(page.heard('hook.replay')).toEqual([{ hook: hook.id, pos: 9 }]);
    expect(page.text('dead-row')).toContain('will be tried');
    await page.click('discard');
    expect(page.heard('hook.discard')).toEqual([{ hook: hook.id, pos: 9 }]);
    expect(page.all('dead-row')).toHaveLength(2);
    await page.click('replay-all');
    expect(page.heard('hook.replay').at(-1)).toEqual({ hook: hook.id, pos: null });
    await page.click('discard-all');
    await page.click('discard-all-confirm');
    expect(page.heard('hook.discard').at(-1)).toEqual({ hook: hook.id, pos: null });
    expect(page.find('dead-row')).toBeNull();
    expect(page.find('hook-dead')).toBeNull();
  });
});

describe('a new bot', () => {
  it('is shown with its token, once', async () => {
    await open();
    await page.click('bot-new');
    expect(page.disabled('bot-create')).toBe(true);
    await page.type('bot-name', 'backup');
    await check('invite-channel');
    await check('scope-read');
    expect(page.disabled('bot-create')).toBe(false);
    await check('scope-send');
    expect(page.disabled('bot-create')).toBe(true);
    expect(body()).toContain('a token that may do nothing');
    await check('scope-send');
    await page.submit('bot-name');
    expect(page.heard('bot.create')).toEqual([
      {
        name: 'backup',
        about: '',
        role: 'guest',
        channels: [lab.general.id],
        tokenName: 'backup',
        scopes: ['send'],
        expiresIn: 365 * 86_400_000,
      },
    ]);
    const token = page.text('once');
    expect(token).toMatch(/^\w{43}$/);
    expect(page.text('curl')).toContain(`Bearer ${token}`);
    expect(body()).toContain("only the team's own key");
    await page.click('once-done');
    expect(page.text('bot-row')).toContain('backup');
    expect(body()).not.toContain(token);
  });

  it('says when its name is taken', async () => {
    page = await openDialog(lab.core, 'bot');
    await page.type('bot-name', 'Mara Lind');
    await page.submit('bot-name');
    expect(page.text('error-text')).toContain('a person or a program');
    expect(page.find('once')).toBeNull();
  });

  it('gets more tokens later', async () => {
    const bot = lab.team.bots.addProgram('backup');
    await open();
    await page.click('token-new');
    await page.type('token-name', 'shelf');
    await check('scope-send');
    await page.choose('token-lasts', 'ever');
    await page.submit('token-name');
    const wish = { bot: bot.id, name: 'shelf', scopes: ['read'], expiresIn: null };
    expect(page.heard('bot.token')).toEqual([wish]);
    expect(page.text('once')).toMatch(/^\w{43}$/);
    await page.click('once-done');
    expect(page.text('token-row')).toContain('shelf');
  });
});

describe('a new hook', () => {
  it('brings messages in, and its address is shown once', async () => {
    await open();
    await page.click('hook-new');
    await page.type('hook-name', 'nightly');
    expect(page.disabled('hook-create')).toBe(true);
    await page.choose('hook-channel', lab.hardware.id);
    await page.submit('hook-name');
    const wish = { name: 'nightly', conversation: lab.hardware.id };
    expect(page.heard('hook.create')).toEqual([wish]);
    expect(page.text('once')).toMatch(/^https:.*\/hooks\//);
    expect(page.text('curl')).toContain(page.text('once'));
    await page.click('once-done');
    expect(page.text('hook-row')).toContain('#hardware');
  });

  it("is made from its channel's settings by whoever manages it", async () => {
    lab.noor.role = 'member';
    lab.team.bots.addIncoming('elsewhere', lab.hardware.id);
    page = await openDialog(lab.core, 'channel', lab.general.id);
    expect(page.find('hook-row')).toBeNull();
    await page.click('channel-hook-new');
    await page.type('hook-name', 'nightly');
    await page.submit('hook-name');
    expect(page.heard('hook.create')).toEqual([{ name: 'nightly', conversation: lab.general.id }]);
    await page.click('once-done');
    expect(page.text('hook-row')).toContain('nightly');
    lab.team.change({ ...lab.general, mayManage: false });
    await settle();
    expect(page.find('channel-hook-new')).toBeNull();
  });

  it('sends events out, and its secret is shown once', async () => {
    await open();
    await page.click('outgoing-new');
    await page.type('hook-name', 'board');
    await page.choose('hook-channel', lab.general.id);
    await page.type('hook-url', 'ftp://board.example');
    expect(page.text('error-text')).toContain('not an http');
    await page.type('hook-url', 'https://board.example/in');
    await check('type-pin.changed');
    expect(page.find('hook-inward')).toBeNull();
    await page.submit('hook-name');
    expect(page.heard('hook.outgoing')).toEqual([
      {
        name: 'board',
        conversation: lab.general.id,
        url: 'https://board.example/in',
        types: ['message.created', 'pin.changed'],
        allowPrivate: false,
      },
    ]);
    expect(page.text('once')).toMatch(/^\w{43}$/);
    expect(body()).toContain('HMAC-SHA256');
  });

  it('sends into the own network only by an owner, and says why not', async () => {
    lab.core.instead['hook.outgoing'] = () => {
      throw new Refusal('FORBIDDEN', 'inward', { field: 'url' });
    };
    lab.noor.role = 'owner';
    page = await openDialog(lab.core, 'outgoing');
    await page.type('hook-name', 'board');
    await page.choose('hook-channel', lab.general.id);
    await page.type('hook-url', 'http://10.0.0.8/in');
    await page.submit('hook-name');
    expect(page.text('error-text')).toContain("this computer's own network");
    await check('hook-inward');
    await page.submit('hook-name');
    expect(page.heard('hook.outgoing').at(-1)).toMatchObject({ allowPrivate: true });
  });
});

describe('programs among the people', () => {
  it('are marked in messages, lists and their profile', async () => {
    const bot = lab.team.bots.addProgram('backup');
    lab.team.log(lab.general.id, bot.id, 'done', Date.now());
    page = await openDialog(lab.core, 'people');
    const marks = () => [...document.querySelectorAll('.bot-mark')];
    expect(marks().some((mark) => mark.closest('.person-row'))).toBe(true);
    expect(marks().some((mark) => mark.closest('[data-testid="message"]'))).toBe(true);
    await page.show('person', bot.id);
    expect(page.text('person-state')).toBe('Bot · Guest · Online');
    expect(page.find('person-reset')).toBeNull();
    await page.click('person-programs');
    expect(page.find('bot-row')).not.toBeNull();
  });
});
