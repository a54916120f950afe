// Notifications as a Linux desktop gets them: a real app on a bus of its own, whose notification
// server is the test. A real server, and somebody there who writes.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { joinAt, openPerson } from '../support/person.ts';
import { type App, temporaryFolder } from './support/app.ts';
import { plug, unplug } from './support/cable.ts';
import { startDaemon } from './support/notificationDaemon.ts';
import { cannotNotify, desk, focus, isVisible } from './support/notified.ts';
import { call, message, openConversation } from './support/steps.ts';

type Desk = Awaited<ReturnType<typeof desk>>;

/** Everything that came before has been dealt with: this comes after it, and is told of. */
async function lastOf(from: Desk): Promise<string[]> {
  await from.say('the last');
  await eventually(() => expect(from.daemon.told.at(-1)?.body).toContain('the last'));
  return from.daemon.told.map(({ body }) => body);
}

describe.skipIf(cannotNotify)('notifications', () => {
  it('tell of direct messages, mentions and channels as chosen; they are replaced, and go when read', async () => {
    const { daemon, say, wei, app, team, direct } = await desk();
    await say('hello **there**');
    const first = await daemon.shows('Wei\nhello there');
    expect(first.actions).toEqual({
      default: 'Open',
      'inline-reply': 'Reply',
      read: 'Mark as read',
    });
    expect(first.hints).toMatchObject({
      category: 'im.received',
      'desktop-entry': 'lanline',
      urgency: 1,
      'sound-name': 'message-new-instant',
    });
    await say('again');
    const second = await daemon.shows('again\n2 new messages');
    expect(second).toMatchObject({ replaces: first.id, id: first.id });

    await say('not for her', wei.general);
    await say('@Mara, look', wei.general);
    await daemon.shown(2);
    expect(daemon.now().at(-1)).toMatchObject({ title: 'Wei in #general', body: '@Mara, look' });
    await call(app.page, 'preference.set', { conversation: wei.general, notify: 'all' }, team);
    await say('everything', wei.general);
    await eventually(() => expect(daemon.now().at(-1)?.body).toBe('everything\n2 new messages'));

    // Read on another computer of hers.
    await readElsewhere(app, team, direct);
    await eventually(() =>
      expect(daemon.now().map(({ title }) => title)).toEqual(['Wei in #general']),
    );
  });

  it('do not come of what one wrote oneself, or has before one', async () => {
    const from = await desk();
    const { app, team, direct, say, wei } = from;
    await call(app.page, 'message.send', { conversation: direct, text: 'my own' }, team);
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
    await openConversation(app.page, 'general');
    await focus(app.page, true);
    await say('@Mara seen', wei.general);
    await message(app.page, 'seen').waitFor();
    await focus(app.page, false);
    expect(await lastOf(from)).toEqual(['the last']);
  });

  it('open the window at the message, send a reply, and mark as read', async () => {
    const { daemon, say, wei, app, team, direct } = await desk();
    await say('@Mara where are you?', wei.general);
    const { id } = await daemon.shows('where are you?');
    expect(await isVisible(app)).toBe(false);
    daemon.press(id, 'default');
    await message(app.page, 'where are you?').waitFor();
    await eventually(async () => expect(await isVisible(app)).toBe(true));
    await daemon.shown(0);
    await focus(app.page, false);

    await say('coming?');
    daemon.reply((await daemon.shows('coming?')).id, 'on my way');
    await daemon.shown(0);
    await heard(wei, 'on my way');
    await say('good');
    daemon.press((await daemon.shows('good')).id, 'read');
    await daemon.shown(0);
    await eventually(async () => {
      const rows = await call(app.page, 'conversations.list', undefined, team);
      expect(rows.find((row) => row.id === direct)?.unread).toBe(0);
    });

    // Put away, it begins anew.
    await say('one');
    daemon.dismiss((await daemon.shows('one')).id);
    await say('two');
    expect((await daemon.shows('two')).body).toBe('two');
  });

  it('come once after a while away, and tell as much as the settings say', async () => {
    const from = await desk();
    const { daemon, app, wei, team, direct } = from;
    await call(app.page, 'settings.set', { notifyShows: 'name', notifySound: false });
    await from.say('a secret');
    const named = await daemon.shows('Wei\nNew message');
    expect(named.hints).toMatchObject({ 'suppress-sound': true });
    await call(app.page, 'settings.set', { notifyShows: 'nothing' });
    const hidden = await daemon.shows('Lanline\nNew message');
    expect(hidden.actions).not.toHaveProperty('inline-reply');
    expect(JSON.stringify(daemon.told)).not.toContain('secret');
    await call(app.page, 'conversation.read', { conversation: direct, seq: 2 }, team);
    await daemon.shown(0);

    await unplug(app);
    for (const [conversation, text] of [
      [direct, 'one'],
      [direct, 'two'],
      [wei.general, '@Mara three'],
    ] as const)
      await from.say(text, conversation);
    await plug(app);
    await daemon.shows('3 new messages in 2 conversations');
  });

  it('are still in quiet hours, and when the system or the person is not to be disturbed', async () => {
    const plasma = await desk({ inhibited: true });
    await plasma.say('disturbing');
    await hasUnread(plasma, 1);
    const minute = new Date().getHours() * 60 + new Date().getMinutes();
    const quietHours = { from: (minute + 1430) % 1440, to: (minute + 20) % 1440 };
    await call(plasma.app.page, 'settings.set', { quietHours });
    await plasma.say('at night');
    await hasUnread(plasma, 2);
    await call(plasma.app.page, 'notification.test');
    // What comes after all of them is shown, on a desktop that may be disturbed, and alone.
    plasma.daemon.close();
    const calm = await startDaemon(plasma.bus);
    await call(plasma.app.page, 'settings.set', { quietHours: null });
    await eventually(async () => {
      await call(plasma.app.page, 'notification.test');
      expect(calm.told.length).toBeGreaterThan(0);
    });
    expect(plasma.daemon.told).toEqual([]);
    for (const { body } of calm.told) expect(body).toContain('Notifications work');
    await plasma.app.kill();

    const folder = temporaryFolder();
    const answers = join(folder, 'banners');
    writeFileSync(answers, 'false');
    const asked = join(folder, 'asked');
    const script = ['#!/bin/sh', `cat '${answers}'`, `echo >> '${asked}'`];
    writeFileSync(join(folder, 'gsettings'), script.join('\n'));
    chmodSync(join(folder, 'gsettings'), 0o755);
    const env = { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME', PATH: `${folder}:${process.env['PATH']}` };
    const gnome = await desk({ env });
    await gnome.say('disturbing');
    await hasUnread(gnome, 1);
    // It has its answer before there is another one.
    await eventually(() => expect(existsSync(asked)).toBe(true));
    await call(gnome.app.page, 'notification.test');
    writeFileSync(answers, 'true');
    await eventually(async () => {
      await call(gnome.app.page, 'notification.test');
      expect(gnome.daemon.told.length).toBeGreaterThan(0);
    });
    expect(gnome.daemon.told[0]?.body).toContain('Notifications work');
  });
});

async function hasUnread({ app, team, direct }: Desk, unread: number): Promise<void> {
  await eventually(async () => {
    const rows = await call(app.page, 'conversations.list', undefined, team);
    expect(rows.find(({ id }) => id === direct)?.unread).toBe(unread);
  });
}

async function heard(who: TestClient, text: string): Promise<void> {
  await eventually(() => expect(JSON.stringify(who.events())).toContain(text));
}

/** On another computer of the same person, without a window. */
async function readElsewhere(app: App, team: string, conversation: string): Promise<void> {
  const { link } = await call(app.page, 'device.invite', { spoken: false }, team);
  const laptop = await openPerson();
  await joinAt(laptop, link);
  await laptop.live();
  const seq = await eventually(async () => {
    const last = (await laptop.messages(conversation)).at(-1);
    expect(last?.seq).toBeGreaterThan(0);
    return last?.seq ?? 0;
  });
  await laptop.call('conversation.read', { conversation, seq });
}
