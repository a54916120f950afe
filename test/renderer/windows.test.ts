// A conversation in a window of its own: what that window shows, and what the main one does meanwhile.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useConversations } from '../../src/renderer/stores/conversations.ts';
import { useJoining } from '../../src/renderer/stores/joining.ts';
import { useUi } from '../../src/renderer/stores/ui.ts';
import { settle } from './support/mountApp.ts';
import { placeTest, type PlaceTest } from './support/placeTest.ts';

let page: PlaceTest;
afterEach(async () => {
  await page.close();
  history.replaceState(null, '', location.pathname);
});

/** The window of #hardware. */
const ownWindow = (): Promise<PlaceTest> =>
  placeTest(({ team, hardware }) => {
    const query = new URLSearchParams({ team: team.id, conversation: hardware.id });
    history.replaceState(null, '', `?${query.toString()}`);
  });
const asked = (name: string) =>
  page.lab.core.heard.filter((call) => call.name === name).map(({ input }) => input);

describe('the main window', () => {
  it('gives a conversation a window of its own, with what is being written there', async () => {
    page = await placeTest();
    const { team, hardware } = page.lab;
    useConversations().show(hardware.id);
    await settle();
    await page.type('composer-input', 'half a thought');
    await page.menu(hardware.id);
    await page.click('menu-window');
    expect(page.heard('draft.set')).toEqual([
      expect.objectContaining({ conversation: hardware.id, text: 'half a thought' }),
    ]);
    expect(asked('window.open')).toEqual([{ team: team.id, conversation: hardware.id }]);
    expect(page.find('elsewhere')).not.toBeNull();
    expect(page.find('composer-input')).toBeNull();
    expect(asked('attention.set').at(-1)).toMatchObject({ team: team.id, conversation: null });

    await page.click('elsewhere-show');
    expect(asked('link.open')).toEqual([
      { text: `lanline://conversation/${team.id}/${hardware.id}` },
    ]);
  });

  it('goes on with it when that window is closed, as it was left there', async () => {
    page = await placeTest();
    const { team, hardware, core } = page.lab;
    useConversations().show(hardware.id);
    await settle();
    await page.type('composer-input', 'half');
    await page.menu(hardware.id);
    await page.click('menu-window');
    await page.lab.team.handlers['draft.set']?.({
      conversation: hardware.id,
      text: 'half a thought, and more',
      reply: null,
    });
    core.push('windows', []);
    await settle();
    expect(page.find('elsewhere')).toBeNull();
    expect((page.find('composer-input') as HTMLTextAreaElement | null)?.value).toBe(
      'half a thought, and more',
    );
    expect(asked('attention.set').at(-1)).toMatchObject({
      team: team.id,
      conversation: hardware.id,
    });
  });

  it('leaves links to it to its window', async () => {
    page = await placeTest();
    const { team, general, hardware, core } = page.lab;
    useConversations().show(general.id);
    core.push('windows', [{ team: team.id, conversation: hardware.id }]);
    core.push('opened', { kind: 'conversation', team: team.id, conversation: hardware.id });
    await settle();
    expect(useConversations().current).toBe(general.id);
  });
});

describe('the window of a conversation', () => {
  it('shows that one alone, and is called after it', async () => {
    page = await ownWindow();
    const { team, hardware } = page.lab;
    expect(page.textOf('header-name')).toBe('hardware');
    expect(page.find('composer-input')).not.toBeNull();
    expect(page.all('conversation-item')).toEqual([]);
    expect(page.find('drawer-open')).toBeNull();
    expect(document.title).toBe('hardware - Riverside Lab - Lanline');
    expect(asked('attention.set').at(-1)).toMatchObject({
      team: team.id,
      conversation: hardware.id,
    });
    expect(page.heard('timeline.open')).toEqual([{ conversation: hardware.id }]);
  });

  it('sends people to the main window for everything else', async () => {
    page = await ownWindow();
    const { team, general } = page.lab;
    useConversations().show(general.id);
    useUi().showThread(general.id, 7, false);
    await settle();
    expect(asked('link.open')).toEqual([
      { text: `lanline://conversation/${team.id}/${general.id}` },
      { text: `lanline://message/${team.id}/${general.id}/7` },
    ]);
    expect(page.textOf('header-name')).toBe('hardware');
    for (const code of ['Comma', 'KeyK', 'Digit1'])
      await page.press({ key: code, code, ctrlKey: true });
    expect(useUi().dialog).toBeNull();
  });

  it('says nothing of what the main window says', async () => {
    page = await ownWindow();
    const { core, team, general } = page.lab;
    core.push('notice', { code: 'SETTINGS_DAMAGED', message: 'x', field: 'window' });
    core.push('closing', null);
    core.push('opened', { kind: 'conversation', team: team.id, conversation: general.id });
    core.push('opened', { kind: 'invite', text: 'lanline://join/x' });
    await settle();
    expect(page.find('notice-text')).toBeNull();
    expect(useUi().dialog).toBeNull();
    expect(useJoining().place).toBe('');
    expect(asked('window.close')).toEqual([]);
  });

  it('does not change what the main window opens with', async () => {
    page = await ownWindow();
    expect(localStorage.getItem(`open ${page.lab.team.id}`)).toBeNull();
    await page.press({ key: '.', code: 'Period', ctrlKey: true });
    expect(page.find('member-panel')).not.toBeNull();
    expect(localStorage.getItem('panel')).toBeNull();
  });

  it('closes when the conversation is gone, and when the team is', async () => {
    const closed = vi.spyOn(window, 'close').mockImplementation(() => undefined);
    page = await ownWindow();
    const { team, hardware } = page.lab;
    expect(closed).not.toHaveBeenCalled();
    team.push('conversations', { changed: [], removed: [hardware.id] });
    await settle();
    expect(closed).toHaveBeenCalledTimes(1);
    await page.close();

    page = await ownWindow();
    page.lab.core.push('teams', []);
    await settle();
    expect(closed).toHaveBeenCalledTimes(2);
  });
});
