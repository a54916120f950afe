// Files on their way into a message, in a real window: a real clipboard, real drags, the system's
// file chooser. They wait beside what is written; nothing of the text is lost by them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { type App, startApp } from './support/app.ts';
import { axeFinds } from './support/axe.ts';
import { copyFiles, copyPicture, picture } from './support/carried.ts';
import { dragInto } from './support/dragging.ts';
import { idleFor } from './support/idle.ts';
import { locksBy } from './support/locking.ts';
import { composer, hasFocus, said, tool, write } from './support/messageSteps.ts';
import { createChannel } from './support/placeSteps.ts';
import { call, conversation, hostTeam, openConversation, teamOf } from './support/steps.ts';

const home = mkdtempSync(join(tmpdir(), 'lanline-desktop-'));
const data = join(home, 'data');
const files = join(home, 'files');
const hostile = 'invoice\u202efdp.exe';
const long = `${'a very long name '.repeat(12)}.tar.gz`;

let app: App;
let page: Page;
let ended: () => Promise<void> = async () => undefined;

const put = (name: string, content: Buffer | string): string => {
  const path = join(files, name);
  writeFileSync(path, content);
  return path;
};
const main = (): Locator => page.locator('main');
const chips = (): Locator => main().getByTestId('attachment');
const names = (): Promise<string[]> => main().getByTestId('attachment-name').allTextContents();
const zone = (): Locator => main().getByTestId('drop-zone');
const value = (): Promise<string> => composer(page).inputValue();
const refused = (): Locator => main().getByTestId('attachment-refused');

describeDesktop('files', () => {
  beforeAll(async () => {
    mkdirSync(files);
    // Without a locale that has them Chromium does not find names beyond ASCII.
    const env = { LC_ALL: 'C.UTF-8' };
    app = await startApp(data, { env }, (started) => void (ended = () => started.kill()));
    ({ page } = app);
    page.setDefaultTimeout(20_000);
    await hostTeam(page, 'Riverside Lab', 'Mara Lind');
    await openConversation(page, 'general');
  });
  afterEach(async () => {
    await openConversation(page, 'general');
    await composer(page).fill('');
    while ((await chips().count()) > 0)
      await chips().first().getByTestId('attachment-remove').click();
    if ((await refused().count()) > 0) await main().getByTestId('attachment-dismiss').click();
  });
  afterAll(async () => {
    await ended();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('a picture from the clipboard is attached, shown large, and taken away by the keyboard', async () => {
    await composer(page).fill('look at this');
    await copyPicture(page, await picture(app.electron, 640, 400));
    await composer(page).press('ControlOrMeta+v');
    await chips().waitFor();
    expect(await value()).toBe('look at this');
    expect((await names())[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
    const small = main().getByTestId('attachment-thumbnail');
    await small.waitFor();
    await expect.poll(() => small.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(128);
    expect(await axeFinds(page)).toEqual([]);

    // Before the field.
    await composer(page).press('Shift+Tab');
    expect(await hasFocus(main().getByTestId('attachment-open'))).toBe(true);
    await page.keyboard.press('Enter');
    const large = page.getByTestId('attachment-picture');
    await large.waitFor();
    await expect.poll(() => large.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(640);
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(main().getByTestId('attachment-open'))).toBe(true);
    await page.keyboard.press('Delete');
    await chips().waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(composer(page))).toBe(true);
    expect(await value()).toBe('look at this');
  });

  it('what a word processor copies is text, a picture of a browser is the picture', async () => {
    const shot = await picture(app.electron, 300, 200);
    await copyPicture(page, shot, {
      'text/plain': 'The new rack',
      'text/html': '<p>The <b>new</b> rack</p>',
    });
    await composer(page).press('ControlOrMeta+v');
    await expect.poll(value).toBe('The **new** rack');
    expect(await chips().count()).toBe(0);
    await composer(page).fill('');
    await copyPicture(page, shot, {
      'text/html': '<img src="https://example.org/rack.png" alt="rack">',
    });
    await composer(page).press('ControlOrMeta+v');
    await chips().waitFor();
    expect(await value()).toBe('');
  });

  it('files copied in a file manager are those files', async () => {
    await copyFiles(app.electron, [put('plan.txt', 'walls'), put('笔记.txt', 'remember')]);
    await composer(page).press('ControlOrMeta+v');
    await expect.poll(names).toEqual(['plan.txt', '笔记.txt']);
    expect(await value()).toBe('');
  });

  it('a drag shows where it goes, and only there it is taken', async () => {
    const plan = put('plan.png', await picture(app.electron, 300, 900));
    const notes = put('笔记.txt', 'remember');
    const drag = await dragInto(page, { files: [plan, notes, put(hostile, 'MZ')] });
    await zone().waitFor();
    expect((await zone().innerText()).trim()).toBe('Attach to #general');
    await drag.over(page.getByTestId('team-menu'));
    expect(await zone().getAttribute('class')).not.toContain('over');
    await drag.over(zone());
    await expect.poll(() => zone().getAttribute('class')).toContain('over');
    await drag.drop();
    await zone().waitFor({ state: 'detached' });
    await expect.poll(names).toEqual(['plan.png', '笔记.txt', 'invoice fdp.exe']);
    await expect.poll(() => main().getByTestId('attachment-thumbnail').count()).toBe(1);
    await expect.poll(() => hasFocus(composer(page))).toBe(true);

    const given = await dragInto(page, { files: [notes] });
    await zone().waitFor();
    await given.giveUp();
    await zone().waitFor({ state: 'detached' });
    const beside = await dragInto(page, { files: [notes] });
    await beside.over(page.getByTestId('team-menu'));
    await beside.drop();
    await zone().waitFor({ state: 'detached' });
    expect(await chips().count()).toBe(3);
    expect(page.url()).toBe('app://lanline/index.html');
  });

  it('dropped text is text', async () => {
    const drag = await dragInto(page, { text: 'from elsewhere' });
    await drag.over(composer(page));
    expect(await zone().count()).toBe(0);
    await drag.drop();
    await expect.poll(value).toBe('from elsewhere');
    const beside = await dragInto(page, { text: 'https://example.org/' });
    await beside.over(page.getByTestId('team-menu'));
    await beside.drop();
    expect(page.url()).toBe('app://lanline/index.html');
    expect(await value()).toBe('from elsewhere');
  });

  it('Ctrl+U and the clip open the chooser; no content hurts', async () => {
    const huge = Buffer.from(await picture(app.electron, 8, 8));
    // It says 60,000 pixels each way.
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    const chosen = [
      put(long, 'x'.repeat(1_234_567)),
      put('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>hurt=1</script></svg>'),
      put('huge.png', huge),
      put('empty.log', ''),
    ];
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      composer(page).press('ControlOrMeta+u'),
    ]);
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles(chosen);
    await expect.poll(() => chips().count()).toBe(4);
    expect(await names()).toEqual([
      expect.stringMatching(/^a very long name .*…?.*\.tar\.gz$/),
      'drawing.svg',
      'huge.png',
      'empty.log',
    ]);
    expect(await chips().nth(0).innerText()).toContain('1.2 MB');
    expect(await chips().nth(3).innerText()).toContain('0 bytes');
    for (const [index, words] of [
      [1, 'no preview'],
      [2, 'too large'],
    ] as const) {
      await chips().nth(index).getByTestId('attachment-open').click();
      await page.getByTestId('attachment-unseen').filter({ hasText: words }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(await main().getByTestId('attachment-thumbnail').count()).toBe(0);

    const [again] = await Promise.all([
      page.waitForEvent('filechooser'),
      main().getByTestId('composer-attach').click(),
    ]);
    await again.setFiles(chosen.slice(3));
    await expect.poll(() => chips().count()).toBe(5);
  });

  it('folders, too many, and what is gone are refused in words', async () => {
    const folder = join(files, 'photos');
    mkdirSync(folder, { recursive: true });
    const many = Array.from({ length: 21 }, (_, n) => put(`${n}.txt`, String(n)));
    const drag = await dragInto(page, { files: [folder, ...many] });
    await drag.over(zone());
    await drag.drop();
    await expect.poll(() => chips().count()).toBe(20);
    await expect
      .poll(() => refused().allInnerTexts())
      .toEqual([expect.stringContaining('photos'), expect.stringContaining('20.txt')]);
    await main().getByTestId('attachment-dismiss').click();
    await refused().first().waitFor({ state: 'detached' });

    await chips().first().getByTestId('attachment-remove').click();
    const lost = put('lost.txt', 'soon gone');
    const second = await dragInto(page, { files: [lost] });
    await second.over(zone());
    rmSync(lost);
    await second.drop();
    await refused().filter({ hasText: 'lost.txt' }).waitFor();
    expect(await chips().count()).toBe(19);
  });

  it('they stay where they were put, while the text goes', async () => {
    const notes = put('notes.txt', 'remember');
    const drag = await dragInto(page, { files: [notes] });
    await drag.over(zone());
    await drag.drop();
    await chips().waitFor();
    await write(page, 'Notes follow');
    await said(page, 'Notes follow').waitFor();
    expect(await names()).toEqual(['notes.txt']);
    expect(await main().getByTestId('attachment-note').innerText()).toContain('cannot be sent yet');

    // In the thread: files of its own.
    await tool(said(page, 'Notes follow'), 'thread');
    const thread = page.getByTestId('thread');
    await composer(page, 'thread').waitFor();
    const both = await dragInto(page, { files: [put('answer.txt', 'yes')] });
    await thread.getByTestId('drop-zone').waitFor();
    await both.over(thread.getByTestId('drop-zone'));
    await both.drop();
    await expect
      .poll(() => thread.getByTestId('attachment-name').allTextContents())
      .toEqual(['answer.txt']);
    expect(await names()).toEqual(['notes.txt']);
    await composer(page, 'thread').press('Escape');

    await createChannel(page, 'hardware');
    await chips().waitFor({ state: 'detached' });
    await expect.poll(() => conversation(page, 'general').innerText()).toContain('Draft');
    await openConversation(page, 'general');
    await expect.poll(names).toEqual(['notes.txt']);
    await tool(said(page, 'Notes follow'), 'thread');
    await expect
      .poll(() => thread.getByTestId('attachment-name').allTextContents())
      .toEqual(['answer.txt']);
    await composer(page, 'thread').press('Escape');
  });

  it('a locked window takes nothing', async () => {
    const { id } = await teamOf(page);
    await idleFor(app, 0);
    await call(page, 'lock.set', { code: '2468' });
    // From outside: the page is read anew, and what was asked in it might never hear the answer.
    await locksBy([page], () =>
      app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen')),
    );
    const drag = await dragInto(page, { files: [put('notes.txt', 'remember')] });
    await drag.over(page.getByTestId('locked'));
    expect(await page.getByTestId('drop-zone').count()).toBe(0);
    await drag.drop();
    expect(page.url()).toBe('app://lanline/index.html');
    await page.getByTestId('lock-code').fill('2468');
    await page.getByTestId('lock-open').click();
    await composer(page).waitFor();
    expect((await teamOf(page)).id).toBe(id);
    expect(await chips().count()).toBe(0);
  });
});
