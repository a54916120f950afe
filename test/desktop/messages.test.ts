// Messages between two real apps, by pointer and keyboard: written, answered, changed, taken back.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { plug, unplug } from './support/cable.ts';
import {
  composer,
  copied,
  editByMenu,
  hasFocus,
  inSight,
  menuOf,
  pickEmoji,
  reaction,
  reactions,
  remove,
  said,
  tool,
  write,
} from './support/messageSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { teamOf } from './support/steps.ts';

describeDesktop('what is written', () => {
  const { mara, wei } = sharedPair();

  it('comes with its formatting, and code can be copied', async () => {
    const code = 'const rack = 3; // the new one';
    await write(
      mara.page,
      `The **bold** _slanted_ ~~gone~~ \`short\` [page](https://example.org/)\n> quoted\n\n- one\n- two\n\`\`\`js\n${code}\n\`\`\``,
    );
    const message = said(wei.page, 'The bold');
    const tags = { strong: 'bold', em: 'slanted', s: 'gone', 'p code': 'short', li: 'one' };
    for (const [tag, text] of Object.entries(tags))
      expect(await message.getByTestId('message-text').locator(tag).first().innerText()).toBe(text);
    expect(await message.locator('blockquote').innerText()).toBe('quoted');
    expect(await message.locator('a').getAttribute('href')).toBe('https://example.org/');
    await message.locator('.code-keyword', { hasText: 'const' }).waitFor();
    await message.getByTestId('code-copy').click();
    await expect.poll(() => copied(wei.electron)).toBe(code);
  });

  it('is answered with a quote that leads back', async () => {
    await write(mara.page, 'Which port is it?');
    await tool(said(wei.page, 'Which port is it?'), 'reply');
    await expect
      .poll(() => wei.page.getByTestId('composer-reply').innerText())
      .toContain('Which port is it?');
    await write(wei.page, 'Port 7788');
    const answer = said(mara.page, 'Port 7788');
    await expect
      .poll(() => answer.getByTestId('message-quote').innerText())
      .toMatch(new RegExp(`^${names.mara}\\s*Which port is it\\?$`));

    // Far below by now.
    for (let n = 1; n <= 30; n += 1) await write(mara.page, `line ${n} of a long talk`);
    await tool(said(wei.page, 'line 30'), 'reply');
    await wei.page.getByTestId('composer-cancel').click();
    await wei.page.getByTestId('composer-reply').waitFor({ state: 'detached' });
    const question = said(mara.page, 'Which port is it?');
    await expect.poll(() => inSight(question)).toBe(false);
    await said(mara.page, 'Port 7788').getByTestId('message-quote').click();
    await expect.poll(() => hasFocus(question)).toBe(true);
    await expect.poll(() => inSight(question)).toBe(true);
    await mara.page.getByTestId('jump-latest').click();
    await expect.poll(() => inSight(said(mara.page, 'line 30'))).toBe(true);
  });

  it('is edited with Up and by the menu, and says so with what it said before', async () => {
    await write(wei.page, 'at noone');
    // The core has it before the window shows it, and Up goes to what is shown.
    await said(wei.page, 'at noone').waitFor();
    await composer(wei.page).press('ArrowUp');
    await wei.page.getByTestId('composer-edit').waitFor();
    await expect.poll(() => composer(wei.page).inputValue()).toBe('at noone');
    await write(wei.page, 'at noon');
    await said(mara.page, 'at noon').getByTestId('edited').waitFor();

    await editByMenu(said(wei.page, 'at noon'), 'at one');
    await said(mara.page, 'at one').getByTestId('edited').click();
    await expect.poll(() => mara.page.getByTestId('version-now').innerText()).toContain('at one');
    await expect
      .poll(() => mara.page.getByTestId('version').getByTestId('message-text').allInnerTexts())
      .toEqual(['at noon', 'at noone']);
    await mara.page.keyboard.press('Escape');

    // Giving up brings back what was being written.
    await composer(wei.page).fill('half a thought');
    const message = said(wei.page, 'at one');
    await message.focus();
    await message.press('e');
    await expect.poll(() => composer(wei.page).inputValue()).toBe('at one');
    await composer(wei.page).press('Escape');
    await expect.poll(() => composer(wei.page).inputValue()).toBe('half a thought');
    await composer(wei.page).fill('');
    expect(await menuOf(said(mara.page, 'at one'))).not.toContain('edit');
    await mara.page.keyboard.press('Escape');
  });

  it('is deleted by who wrote it, and by who rules', async () => {
    await write(wei.page, 'said too much');
    await said(mara.page, 'said too much').waitFor();
    const message = said(wei.page, 'said too much');
    await message.focus();
    await message.press('Delete');
    await wei.page.getByTestId('delete-confirm').click();
    for (const { page } of [mara, wei])
      await said(page, 'said too much').waitFor({ state: 'detached' });
    await expect.poll(() => mara.page.getByTestId('tombstone').count()).toBe(1);

    await write(wei.page, 'an advertisement');
    await remove(said(mara.page, 'an advertisement'));
    await wei.page.getByTestId('tombstone').filter({ hasText: names.mara }).waitFor();
    await write(mara.page, 'stays where it is');
    expect(await menuOf(said(wei.page, 'stays where it is'))).not.toContain('remove');
    await wei.page.keyboard.press('Escape');
  });

  it('gets reactions, chosen from all, joined and taken back', async () => {
    await write(mara.page, 'It works again');
    const here = said(mara.page, 'It works again');
    const there = said(wei.page, 'It works again');
    await tool(there, 'react');
    await pickEmoji(wei.page, 'tada');
    await expect.poll(() => reactions(here)).toEqual(['🎉 1']);
    await reaction(here, '🎉').click();
    await expect.poll(() => reactions(there)).toEqual(['🎉 2']);
    expect(await reaction(there, '🎉').getAttribute('title')).toContain(names.mara);

    await here.focus();
    await here.press('+');
    await pickEmoji(mara.page, 'rocket');
    await expect.poll(() => reactions(there)).toEqual(['🎉 2', '🚀 1']);
    await reaction(there, '🎉').click();
    await reaction(here, '🎉').click();
    await expect.poll(() => reactions(there)).toEqual(['🚀 1']);
    await expect.poll(() => reactions(here)).toEqual(['🚀 1']);
  });

  it('is asked to be confirmed, and shows who has', async () => {
    await mara.page.getByTestId('composer-acknowledge').click();
    await write(mara.page, 'Power is off at six');
    await said(wei.page, 'Power is off at six').getByTestId('acknowledge').click();
    await said(wei.page, 'Power is off at six')
      .getByTestId('acknowledge')
      .waitFor({ state: 'detached' });
    const asked = said(mara.page, 'Power is off at six').getByTestId('acknowledged');
    await expect.poll(() => asked.innerText()).toMatch(/1.*1/);
    await asked.click();
    await mara.page.getByRole('dialog').getByText(names.wei).waitFor();
    await mara.page.keyboard.press('Escape');
  });

  it('is given back when it was deleted while one edited it offline', async () => {
    for (const text of ['first plan', 'second plan']) await write(wei.page, text);
    await said(mara.page, 'second plan').waitFor();
    // An edit of what its writer does not know to be kept would go with it, when it is sent again.
    for (const text of ['first plan', 'second plan'])
      await said(wei.page, text).and(wei.page.locator('[data-state="kept"]')).waitFor();
    await unplug(wei);
    await editByMenu(said(wei.page, 'first plan'), 'first plan, better');
    await editByMenu(said(wei.page, 'second plan'), 'second plan, better');
    await said(wei.page, 'second plan, better').locator('[data-state="pending"]').waitFor();
    for (const text of ['first plan', 'second plan']) {
      await remove(said(mara.page, text));
      await said(mara.page, text).waitFor({ state: 'detached' });
    }
    // The server knows of it before the edits come.
    await expect.poll(async () => (await teamOf(mara.page)).link).toMatchObject({ waiting: 0 });
    await plug(wei);

    const undone = (text: string) => wei.page.getByTestId('undone').filter({ hasText: text });
    await undone('first plan, better').waitFor();
    await undone('second plan, better').waitFor();
    await undone('first plan, better').getByTestId('undone-discard').click();
    await undone('first plan, better').waitFor({ state: 'detached' });
    await undone('second plan, better').getByTestId('undone-discard').click();
    await expect.poll(() => wei.page.getByTestId('undone').count()).toBe(0);
    await write(wei.page, 'so be it');
    await said(mara.page, 'so be it').waitFor();
    expect(await said(mara.page, 'better').count()).toBe(0);
  });
});
