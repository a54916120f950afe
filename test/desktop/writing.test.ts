// Writing in a real window: completing, commands, formatting, pasting, drafts, sending later.
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron.ts';
import { composer, copied, enter, openPanel, said, tool, write } from './support/messageSteps.ts';
import { createChannel } from './support/placeSteps.ts';
import { names, sharedPair } from './support/shared.ts';
import { call, conversation, openConversation, teamOf, whenLine } from './support/steps.ts';

describeDesktop('the composer', () => {
  const { mara, wei, again } = sharedPair();
  const value = () => composer(mara.page).inputValue();
  const type = (text: string) => composer(mara.page).pressSequentially(text);
  const press = (key: string) => composer(mara.page).press(key);
  const choice = (text: string) => mara.page.getByTestId('choice').filter({ hasText: text });

  it('completes people, channels and emoji', async () => {
    await type('Ask @we');
    await choice(names.wei).waitFor();
    await press('Tab');
    await expect.poll(value).toBe(`Ask @${names.wei} `);
    await type('in #gen');
    await choice('general').click();
    await expect.poll(value).toBe(`Ask @${names.wei} in #general `);
    await type(':tada');
    await choice(':tada:').waitFor();
    await press('Enter');
    await expect.poll(value).toBe(`Ask @${names.wei} in #general 🎉 `);
    await type('now :rocket:');
    await press('Enter');
    const message = said(wei.page, 'Ask').last();
    await expect
      .poll(() => message.getByTestId('message-text').innerText())
      .toBe(`Ask @${names.wei} in #general 🎉 now 🚀`);
    expect(await message.getByTestId('mention').getAttribute('class')).toContain('me');
    await message.getByTestId('mention').click();
    await wei.page.getByRole('dialog').getByText(names.wei).first().waitFor();
    await wei.page.keyboard.press('Escape');
  });

  it('knows commands for oneself and for the channel', async () => {
    await createChannel(mara.page, 'commands');
    await type('/inv');
    await choice('/invite').waitFor();
    await press('Tab');
    await expect.poll(value).toBe('/invite ');
    await type('@wei');
    await choice(names.wei).waitFor();
    await press('Tab');
    await expect.poll(value).toBe(`/invite @${names.wei} `);
    await press('Enter');
    await openConversation(wei.page, 'commands');
    await write(mara.page, '/topic how to say it short');
    await expect
      .poll(() => wei.page.getByTestId('header-topic').innerText())
      .toBe('how to say it short');
    await write(mara.page, '/me waves');
    await said(wei.page, 'waves').locator('.action').waitFor();
    await write(mara.page, '/shrug who knows');
    await said(wei.page, 'who knows ¯\\_(ツ)_/¯').waitFor();

    await write(mara.page, '/dnd 30m');
    await mara.page.getByTestId('own-quiet').waitFor();
    await write(mara.page, '/dnd off');
    await mara.page.getByTestId('own-quiet').waitFor({ state: 'detached' });
    const muted = conversation(mara.page, 'commands')
      .and(mara.page.locator('.item'))
      .locator('svg.mark');
    await write(mara.page, '/mute 1h');
    await muted.waitFor();
    await write(mara.page, '/mute off');
    await muted.waitFor({ state: 'detached' });
    await write(mara.page, '/status 🍜 noodles for 1h');
    await said(wei.page, 'waves').getByTestId('message-author').click();
    await expect
      .poll(() => wei.page.getByTestId('person-status').innerText())
      .toMatch(/^🍜 noodles/);
    await wei.page.keyboard.press('Escape');

    await enter(mara.page, '/frobnicate now');
    await mara.page.locator('main').getByTestId('error-text').waitFor();
    await expect.poll(value).toBe('/frobnicate now');
    await composer(mara.page).fill('');
    await enter(mara.page, '/leave');
    await conversation(mara.page, 'commands').waitFor({ state: 'detached' });
    await openConversation(mara.page, 'general');
    await openConversation(wei.page, 'general');
  });

  it('formats what is selected, and takes it back', async () => {
    const formats = [
      ['ControlOrMeta+b', '**word**'],
      ['ControlOrMeta+i', '_word_'],
      ['ControlOrMeta+Shift+X', '~~word~~'],
      ['ControlOrMeta+e', '`word`'],
    ] as const;
    await type('word');
    for (const [key, formatted] of formats) {
      await press('ControlOrMeta+a');
      await press(key);
      await expect.poll(value).toBe(formatted);
      await press(key);
      await expect.poll(value).toBe('word');
    }
    await press('ControlOrMeta+a');
    await press('ControlOrMeta+b');
    await expect.poll(value).toBe('**word**');
    await press('ControlOrMeta+z');
    await expect.poll(value).toBe('word');
    await press('ControlOrMeta+a');
    await press('ControlOrMeta+Shift+L');
    await expect.poll(value).toBe('[word]()');
    await type('https://example.org/');
    await press('End');
    await press('Shift+Enter');
    await mara.page.getByTestId('composer-format').click();
    await mara.page.getByTestId('format-list').click();
    await type('item');
    await mara.page.getByTestId('composer-format').click();
    await expect.poll(value).toBe('[word](https://example.org/)\n- item');
    await press('Enter');
    await said(wei.page, 'word').locator('a[href="https://example.org/"]').waitFor();
    await said(wei.page, 'word').locator('li', { hasText: 'item' }).waitFor();
  });

  it('takes rich text as Markdown, and plain where it is asked to', async () => {
    const html =
      '<p>The <b>new</b> <a href="https://example.org/rack">rack</a></p><ul><li>3 U</li></ul>';
    await wei.page.evaluate((data) => navigator.clipboard.write([new ClipboardItem(data)]), {
      'text/html': html,
      'text/plain': 'The new rack 3 U',
    });
    // The system hands it over a moment after the page has laid it there.
    await expect.poll(() => copied(mara.electron)).toBe('The new rack 3 U');
    await press('ControlOrMeta+v');
    await expect.poll(value).toBe('The **new** [rack](https://example.org/rack)\n\n- 3 U');
    await composer(mara.page).fill('');
    await press('ControlOrMeta+Shift+v');
    await expect.poll(value).toBe('The new rack 3 U');
    await composer(mara.page).fill('');
  });

  it('keeps a draft, and what it answers, beyond a restart', async () => {
    await write(mara.page, 'When do we move?');
    await tool(said(wei.page, 'When do we move?'), 'reply');
    await composer(wei.page).pressSequentially('Next mon');
    await wei.quit();
    await again(wei);
    await whenLine(wei.page, 'live');
    await expect.poll(() => composer(wei.page).inputValue()).toBe('Next mon');
    await expect
      .poll(() => wei.page.getByTestId('composer-reply').innerText())
      .toContain('When do we move?');
    await composer(wei.page).pressSequentially('th');
    await composer(wei.page).press('Enter');
    const answer = said(mara.page, 'Next month');
    await expect
      .poll(() => answer.getByTestId('message-quote').innerText())
      .toContain('When do we move?');
  });

  it('sends later, and meanwhile it can be changed, sent or cancelled', async () => {
    for (const text of ['later one', 'later two', 'later three']) await schedule(text);
    await openPanel(wei.page, 'entry-scheduled');
    const waiting = (text: string) =>
      wei.page.getByTestId('scheduled-card').filter({ hasText: text });
    await expect.poll(() => wei.page.getByTestId('scheduled-card').count()).toBe(3);
    await waiting('later one').getByTestId('scheduled-send').click();
    await said(mara.page, 'later one').waitFor();
    await waiting('later two').getByTestId('scheduled-cancel').click();
    await waiting('later two').waitFor({ state: 'detached' });
    await waiting('later three').getByTestId('scheduled-edit').click();
    await expect.poll(() => composer(wei.page).inputValue()).toBe('later three');
    await write(wei.page, 'later three, now');
    await said(mara.page, 'later three, now').waitFor();
    await wei.page.getByTestId('list-empty').waitFor();
    expect(await said(mara.page, 'later two').count()).toBe(0);
    await wei.page.getByTestId('panel-close').click();
  });

  it('has sent it at its time, though who wrote it is gone', async () => {
    // The window counts in minutes, which nobody wants to wait for.
    const { id } = await teamOf(wei.page);
    const rows = await call(wei.page, 'conversations.list', undefined, id);
    const general = rows.find(({ name }) => name === 'general')?.id ?? '';
    // It is seen to wait, and its writer ended, before its time, also where everything takes long.
    const at = Date.now() + 20_000;
    await call(
      wei.page,
      'message.schedule',
      { conversation: general, text: 'Good morning', at },
      id,
    );
    await openPanel(wei.page, 'entry-scheduled');
    await wei.page.locator('[data-testid="scheduled-card"][data-state="kept"]').waitFor();
    await wei.kill();
    expect(await said(mara.page, 'Good morning').count()).toBe(0);
    await said(mara.page, 'Good morning').waitFor({ timeout: 40_000 });
    expect(await said(mara.page, 'Good morning').getAttribute('data-author')).not.toBe(
      (await teamOf(mara.page)).me,
    );
    await again(wei);
    await said(wei.page, 'Good morning').waitFor();
    await wei.page.getByTestId('entry-scheduled').waitFor({ state: 'detached' });
  });

  async function schedule(text: string): Promise<void> {
    await composer(wei.page).fill(text);
    await wei.page.getByTestId('composer-later').click();
    await wei.page.getByTestId('later-tomorrow').click();
    await expect.poll(() => composer(wei.page).inputValue()).toBe('');
  }
});
