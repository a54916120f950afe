// Spelling in the real window: what is marked, what the menu over it offers, and that Chromium's own checker,
// which would download its dictionaries, has none.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import type { App } from './support/app.ts';
import { sharedApp } from './support/shared.ts';
import { call, hostTeam, openConversation } from './support/steps.ts';

/** Chromium looks when nobody touches the field for a second or two. */
const patiently = { timeout: 60_000, interval: 2500 };
/** All of it takes that long where everything takes long. */
const testTimeout = 240_000;

type Seen = { word: string; labels: string[]; disabled: string[] };
/** What the last menu showed. A real one would wait for a hand. */
type Menus = { word: string; items: Electron.MenuItem[] };

async function watchMenus({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow, Menu }) => {
    const menus: Menus = { word: '', items: [] };
    Object.assign(globalThis, { menus });
    // Before the app's own, which may answer at once.
    BrowserWindow.getAllWindows()[0]?.webContents.prependListener(
      'context-menu',
      (_event, params) => {
        menus.word = params.misspelledWord;
        menus.items = [];
      },
    );
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      menus.items = this.items;
    };
  });
}

const seen = ({ electron }: App): Promise<Seen> =>
  electron.evaluate(() => {
    const { word, items } = (globalThis as unknown as { menus: Menus }).menus;
    const shown = items.filter(({ type }) => type !== 'separator');
    return {
      word,
      labels: shown.map(({ label }) => label),
      disabled: shown.filter(({ enabled }) => !enabled).map(({ label }) => label),
    };
  });

const choose = ({ electron }: App, label: string): Promise<void> =>
  electron.evaluate((_electron, wanted) => {
    const { items } = (globalThis as unknown as { menus: Menus }).menus;
    items.find((item) => item.label === wanted)?.click();
  }, label);

async function write(composer: Locator, text: string): Promise<void> {
  await composer.fill('');
  await composer.pressSequentially(text);
}

/** Presses the right button there, where nothing is selected yet, and answers what that menu shows. */
async function menuAt(app: App, composer: Locator, x: number): Promise<Seen> {
  await app.electron.evaluate(() => {
    const { menus } = globalThis as unknown as { menus: Menus };
    menus.items = [];
  });
  // As somebody's hand would find it.
  await composer.press('End');
  await composer.click({ button: 'right', position: { x, y: 16 } });
  await expect.poll(async () => (await seen(app)).labels).toContain('Select all');
  return seen(app);
}

/** Presses the right button over the first word until the menu is as expected. */
async function overFirstWord(
  app: App,
  composer: Locator,
  expected: Partial<Record<keyof Seen, unknown>>,
): Promise<void> {
  await expect.poll(() => menuAt(app, composer, 24), patiently).toMatchObject(expected);
}

describeDesktop('spelling', () => {
  const { app } = sharedApp(async (opened) => {
    const { page } = opened;
    await hostTeam(page, 'Riverside Lab', 'Mara Lindqvistx');
    await openConversation(page, 'general');
    await watchMenus(opened);
  });

  it(
    'marks what no chosen language knows, corrects it, and learns words',
    async () => {
      const composer = app.page.getByTestId('composer-input');

      await write(composer, 'recieve it ');
      await overFirstWord(app, composer, {
        word: 'recieve',
        labels: expect.arrayContaining(['receive', 'Add to dictionary', 'Paste']),
      });
      await choose(app, 'receive');
      await expect.poll(() => composer.inputValue()).toBe('receive it ');
      await overFirstWord(app, composer, { word: '' });

      await write(composer, 'qwzxkqwzxk is new ');
      await overFirstWord(app, composer, { word: 'qwzxkqwzxk' });
      expect((await seen(app)).labels.slice(0, 2)).toEqual(['No suggestions', 'Add to dictionary']);
      expect((await seen(app)).disabled).toContain('No suggestions');
      await choose(app, 'Add to dictionary');
      await overFirstWord(app, composer, { word: '' });
      await expect
        .poll((): unknown => JSON.parse(readFileSync(join(app.folder, 'words.json'), 'utf8')))
        .toEqual({ words: ['qwzxkqwzxk'] });

      // Names of people here, links, code and @names; the last word shows that all was looked at.
      await write(composer, 'lindqvistx `qwx` https://qwx.example @qwx :qwx: wrold ');
      await expect.poll(() => markedWords(app, composer), patiently).toEqual(['wrold']);
    },
    testTimeout,
  );

  it(
    'follows the languages that are chosen, also in what is written already, and the script',
    async () => {
      const { page } = app;
      const composer = page.getByTestId('composer-input');
      await write(composer, 'aujourdhui bonjour ');
      await overFirstWord(app, composer, { word: 'aujourdhui' });
      await expect
        .poll(() => markedWords(app, composer), patiently)
        .toEqual(['aujourdhui', 'bonjour']);
      await page.getByTestId('settings-open').click();
      await page.getByTestId('settings-writing').click();
      await page.getByTestId('spelling-language-fr').check();
      await page.keyboard.press('Escape');
      await composer.click();
      await expect.poll(() => markedWords(app, composer), patiently).toEqual(['aujourdhui']);

      await call(page, 'settings.set', { spellingLanguages: ['en-US', 'ru'] });
      await write(composer, 'превет мир ');
      await expect.poll(() => markedWords(app, composer), patiently).toEqual(['превет']);
      await write(composer, 'wrold 你好 ');
      await expect.poll(() => markedWords(app, composer), patiently).toEqual(['wrold']);

      await call(page, 'settings.set', { spelling: false });
      await expect.poll(() => markedWords(app, composer), patiently).toEqual([]);

      const chromium = await app.electron.evaluate(({ session }) => ({
        languages: session.defaultSession.getSpellCheckerLanguages(),
        on: session.defaultSession.isSpellCheckerEnabled(),
      }));
      expect(chromium).toEqual({ languages: [], on: false });
      expect(existsSync(join(app.folder, 'Dictionaries'))).toBe(false);
    },
    testTimeout,
  );
});

/** Where the right button finds a mark, word by word. */
async function markedWords(app: App, composer: Locator): Promise<string[]> {
  const places = await composer.evaluate((element) => {
    const area = element as HTMLTextAreaElement;
    const style = getComputedStyle(area);
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) throw new Error('no canvas');
    canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const start = Number.parseFloat(style.paddingInlineStart);
    return [...area.value.matchAll(/\S+/g)].map(
      ({ 0: word, index }) =>
        start +
        canvas.measureText(area.value.slice(0, index)).width +
        canvas.measureText(word).width / 2,
    );
  });
  const marked: string[] = [];
  for (const x of places) {
    const { word } = await menuAt(app, composer, x);
    if (word !== '') marked.push(word);
  }
  return marked;
}
