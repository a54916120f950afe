// What can be pressed in a message's text: people, channels, and links that act in the window.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let talk: TalkTest;
beforeEach(async () => {
  talk = await talkTest();
});
afterEach(() => talk.close());

async function say(text: string): Promise<void> {
  const { team, lab } = talk;
  const row = team.arrive(lab.general.id, lab.mara.id, text);
  await eventually(() => expect(talk.row(row.seq ?? 0)).toBeDefined());
}
const names = (id: string) => talk.all(id).map(({ textContent }) => textContent);
const address = (start: string) =>
  [...document.querySelectorAll('a')].find((one) => one.href.startsWith(start));

describe('in a text', () => {
  it('a channel opens, as far as this person is in it', async () => {
    await say('look into #hardware, #hardware-2 and #nowhere');
    expect(names('channel-link')).toEqual(['#hardware']);
    await talk.clickOn(talk.find('channel-link'));
    const main = document.querySelector('main');
    await eventually(() => expect(main?.getAttribute('aria-label')).toContain('hardware'));
  });

  it('a person opens', async () => {
    await say('ask @Mara Lind');
    expect(names('mention')).toEqual(['@Mara Lind']);
    await talk.clickOn(talk.find('mention'));
    await eventually(() =>
      expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Mara Lind'),
    );
  });

  it('nobody is called inside code, a link or an address', async () => {
    await say(
      '`@Mara Lind` [@Mara Lind](https://lab.local) https://lab.local/@Mara\n```\n#hardware\n```',
    );
    expect(names('mention')).toEqual([]);
    expect(names('channel-link')).toEqual([]);
  });

  it('a link to a message goes there and leaves the window where it is', async () => {
    const { team, lab } = talk;
    const target = team.log(lab.hardware.id, lab.mara.id, 'the target', Date.now());
    await say(`see lanline://message/${team.id}/${lab.hardware.id}/${target.seq}`);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    address('lanline:')?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    await eventually(() => expect(talk.all('message-text').map(talk.text)).toContain('the target'));
  });

  it('an invite asks before anything happens', async () => {
    const link = `lanline://join/${'A'.repeat(22)}?a=192.168.1.20:7788&t=Lab`;
    await say(`come: ${link}`);
    if (!address('lanline:')) throw new Error('the invite is no link');
    await talk.clickOn(address('lanline:'));
    await eventually(() => expect(document.querySelector('[role="dialog"]')).not.toBeNull());
    expect(talk.heard('team.look')).toEqual([]);
  });

  it('a link to the outside is left to the system', async () => {
    await say('https://lab.local/a');
    const link = address('https:');
    expect([link?.target, link?.rel, link?.title]).toEqual([
      '_blank',
      'noopener noreferrer',
      'https://lab.local/a',
    ]);
  });
});
