// Notifications where somebody means harm, writes without end, or where the desktop does not do its part.
import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startDaemon } from './support/notificationDaemon.ts';
import { cannotNotify, desk, type DeskOptions } from './support/notified.ts';
import { call, teamOf } from './support/steps.ts';

describe.skipIf(cannotNotify)('notifications that are attacked', () => {
  it.each([
    ['with markup', ['body', 'body-markup', 'actions']],
    ['without', ['body', 'actions']],
  ])('show what was written as text, on a server %s', async (_title, capabilities) => {
    const { daemon, server, app, say } = await desk({ capabilities });
    const markup = capabilities.includes('body-markup');
    const texts = [
      '<b>bold</b> & <i>more</i>',
      '<img src="file:///etc/passwd" alt="x"/>',
      '<a href="https://evil.example">Mara</a>',
      '&lt;script&gt;alert(1)&lt;/script&gt;',
      ']]><!-- ',
    ];
    for (const text of texts) {
      await say(text);
      const note = await eventually(() => {
        const now = daemon.now()[0];
        expect(now && unescaped(now.body, markup)).toContain(text.trim());
        return now;
      });
      // Where it would be markup there is none; where not, it is as written.
      expect(/[<>]/.test(note?.body ?? '')).toBe(!markup && /[<>]/.test(text));
    }
    await say('evil \u202egnp.exe\u202c end\u2069\u2069');
    await daemon.shows('evil gnp.exe end');
    await say('x'.repeat(15_000));
    await eventually(() => expect(daemon.now()[0]?.body).toMatch(/^x{100,300}…\n/));

    const mallory = await server.member('<u>Mallory</u>');
    const { me } = await teamOf(app.page);
    const { conversation } = await mallory.ask('direct.open', { id: uuidv7(), user: me });
    await mallory.ask('message.send', { id: uuidv7(), conversation, text: 'hi' });
    // A title is no markup anywhere.
    await eventually(() => expect(daemon.now().at(-1)?.title).toBe('<u>Mallory</u>'));
  });

  it('ten thousand in a row stay one, told of now and then', async () => {
    const { daemon, wei, direct, app } = await desk();
    const began = performance.now();
    for (let hundred = 0; hundred < 100; hundred++)
      await Promise.all(
        Array.from({ length: 100 }, (_unused, index) =>
          wei.ask('message.send', {
            id: uuidv7(),
            conversation: direct,
            text: `${hundred} ${index}`,
          }),
        ),
      );
    // The app is told of all that the server has; it may be behind.
    await expect.poll(() => daemon.now()[0]?.body, { timeout: 60_000 }).toContain('99 99');
    await daemon.shows('10000 new messages');
    expect(daemon.told.length).toBeLessThan((performance.now() - began) / 1000 + 3);
    await app.page.getByTestId('line').waitFor();
    // Ten thousand questions and answers.
  }, 240_000);
});

describe.skipIf(cannotNotify)('a desktop without notifications', () => {
  it.each([
    ['whose server never answers', { answers: 'nothing' }],
    ['whose server only has errors', { answers: 'errors' }],
    ['without a server', { daemon: false }],
    ['without a bus', { daemon: false, env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } }],
    [
      'whose bus is not there',
      { daemon: false, env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } },
    ],
  ] as [string, DeskOptions][])('%s has the app go on', async (_title, options) => {
    const { say, app, bus } = await desk(options);
    await say('hello');
    await call(app.page, 'notification.test');
    await eventually(async () =>
      expect(await app.page.getByTestId('conversation-item').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining('Wei')]),
      ),
    );
    expect(app.process.exitCode).toBeNull();
    // A server that comes later shows what comes then.
    if (options.env || options.answers) return;
    const late = await startDaemon(bus);
    await say('late');
    await eventually(() => expect(late.told.at(-1)?.body).toContain('late'));
    late.close();
    await say('nobody there');
    const anew = await startDaemon(bus);
    await say('anew');
    await eventually(() => expect(anew.told.at(-1)?.body).toContain('anew'));
  });
});

const unescaped = (text: string, markup: boolean): string =>
  markup
    ? text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
    : text;
