// How files come to the composer in the window: pasting, dragging, the chooser; the tray by the
// keyboard; and that the text never suffers.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useAttachments } from '../../src/renderer/stores/attachments.ts';
import { useSession } from '../../src/renderer/stores/session.ts';
import { eventually } from '../support/eventually.ts';
import { carrying, fileOf, send, type Thing } from './support/carrying.ts';
import { settle } from './support/mountApp.ts';
import { drawnPictures, png } from './support/pictures.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let talk: TalkTest;
let pictures: ReturnType<typeof drawnPictures>;
beforeEach(async () => {
  pictures = drawnPictures();
  talk = await talkTest((lab) => void lab.team.log(lab.general.id, lab.noor.id, 'mine', 1));
});
afterEach(() => talk.close());

const plan: Thing = { file: fileOf('plan.pdf', 'x'.repeat(1500)) };
const photo: Thing = { file: fileOf('photo.png', png(400, 300), 'image/png') };
const folder: Thing = { file: fileOf('photos'), folder: true };
const field = () => talk.find('composer-input') as HTMLTextAreaElement;
const names = () => talk.all('attachment-name').map((one) => one.textContent);
const chips = () => talk.all('attachment-open');
const sayings = () => [...document.querySelectorAll('form [role="status"]')].map(talk.text);

async function paste(things: Thing[], texts: Record<string, string> = {}): Promise<Event> {
  const event = send(field(), 'paste', carrying(things, texts));
  await settle();
  return event;
}
async function drag(type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', to: EventTarget) {
  const data = carrying([plan]);
  const event = send(to, type, data);
  await settle();
  return { event, effect: data.dropEffect };
}

describe('pasted', () => {
  it('files are attached, and text beside them goes on into the field', async () => {
    await talk.type('composer-input', 'see');
    expect((await paste([plan, photo])).defaultPrevented).toBe(true);
    expect(names()).toEqual(['plan.pdf', 'photo.png']);
    expect(field().value).toBe('see');
    expect(talk.text(chips()[0])).toContain('plan.pdf, 1.5 kB');
    expect(sayings()).toContain('2 files attached, 2 in all.');
    // The field takes it by itself.
    expect((await paste([plan], { 'text/plain': 'page two' })).defaultPrevented).toBe(false);
    expect(names()).toHaveLength(3);
    await eventually(() => expect(talk.all('attachment-thumbnail')).toHaveLength(1));
  });

  it('a folder is refused in words, until they are put away', async () => {
    await talk.type('composer-input', 'see');
    await paste([folder]);
    expect(names()).toEqual([]);
    expect(talk.text(talk.find('attachment-refused'))).toMatch(/photos.*Folders cannot/);
    await talk.click('attachment-dismiss');
    expect(talk.find('attachments')).toBeNull();
    expect(field().value).toBe('see');
  });

  it('files do not come into a message that is edited', async () => {
    await paste([plan]);
    await talk.key('composer-input', 'ArrowUp', { code: 'ArrowUp' });
    expect(field().value).toBe('mine');
    expect(talk.find('attachments')).toBeNull();
    expect(talk.find('composer-attach')).toBeNull();
    await paste([photo]);
    expect(talk.text(talk.find('error-text'))).toMatch(/being edited/);
    expect(field().value).toBe('mine');
    await talk.key('composer-input', 'Escape');
    expect(names()).toEqual(['plan.pdf']);
  });
});

describe('the tray', () => {
  it('says that files stay, and they do while the text goes', async () => {
    await paste([plan]);
    expect(talk.text(talk.find('attachment-note'))).toMatch(/cannot be sent yet/);
    expect(talk.find('composer-send')).toHaveProperty('disabled', true);
    await talk.key('composer-input', 'Enter');
    expect(talk.heard('message.send')).toEqual([]);
    await talk.type('composer-input', 'hello');
    await talk.key('composer-input', 'Enter');
    expect(talk.heard('message.send')).toEqual([
      { conversation: talk.lab.general.id, text: 'hello' },
    ]);
    expect(names()).toEqual(['plan.pdf']);
  });

  it('is one stop for Tab; arrows go on, Delete and Backspace take away', async () => {
    await paste([plan, photo, { file: fileOf('c') }]);
    expect(chips().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    const press = async (key: string): Promise<string | undefined> => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
      await settle();
      return document.activeElement?.querySelector('[data-testid="attachment-name"]')?.textContent;
    };
    chips()[0]?.focus();
    expect(await press('ArrowRight')).toBe('photo.png');
    expect(await press('End')).toBe('c');
    expect(await press('ArrowRight')).toBe('c');
    expect(await press('ArrowLeft')).toBe('photo.png');
    expect(await press('Delete')).toBe('c');
    expect(sayings()).toContain('photo.png removed, 2 left.');
    expect(await press('Backspace')).toBe('plan.pdf');
    await press('Delete');
    expect(document.activeElement).toBe(field());
    expect(names()).toEqual([]);
  });

  it('shows a picture larger, or why there is none, and lets it go', async () => {
    await paste([photo, plan]);
    await eventually(() => expect(talk.all('attachment-thumbnail')).toHaveLength(1));
    await talk.clickOn(chips()[0]);
    await eventually(() => expect(talk.find('attachment-picture')).not.toBeNull());
    expect(pictures.drawn).toEqual(['128x96', '400x300']);
    const { body } = document;
    body.querySelector<HTMLElement>('.dialog-close')?.click();
    await settle();
    expect(pictures.revoked).toEqual([pictures.made[1]]);
    await talk.clickOn(chips()[1]);
    await eventually(() =>
      expect(talk.text(talk.find('attachment-unseen'))).toMatch(/no preview for this kind/),
    );
  });

  it('belongs to its conversation, which is marked as a draft', async () => {
    await paste([plan]);
    const { general, hardware } = talk.lab;
    const item = (id: string) => document.querySelector<HTMLElement>(`[data-conversation="${id}"]`);
    await talk.clickOn(item(hardware.id));
    expect(names()).toEqual([]);
    expect(sayings().join('')).not.toContain('attached');
    expect(talk.text(item(general.id))).toContain('Draft');
    await talk.clickOn(item(general.id));
    expect(names()).toEqual(['plan.pdf']);
  });

  it('goes with its team', async () => {
    await paste([plan]);
    const { id } = talk.team;
    talk.lab.core.push('teams', []);
    await settle();
    expect(useSession().teams).toEqual([]);
    expect(useAttachments().waitsIn(talk.lab.general.id)).toBe(false);
    expect(useAttachments().find('1'), id).toBeUndefined();
  });
});

describe('dragged files', () => {
  it('show where they go, and are taken there', async () => {
    expect(talk.find('drop-zone')).toBeNull();
    await drag('dragenter', document.body);
    expect(talk.text(talk.find('drop-zone'))).toBe('Attach to #general');
    const zone = talk.find('drop-zone');
    if (!zone) throw new Error('no zone');
    expect((await drag('dragover', zone)).effect).toBe('copy');
    expect(zone.className).toContain('over');
    expect((await drag('drop', zone)).event.defaultPrevented).toBe(true);
    expect(names()).toEqual(['plan.pdf']);
    expect(talk.find('drop-zone')).toBeNull();
  });

  it('do nothing anywhere else', async () => {
    const beside = talk.find('team-menu') ?? document.body;
    const { event, effect } = await drag('dragover', beside);
    expect([event.defaultPrevented, effect]).toEqual([true, 'none']);
    expect((await drag('drop', beside)).event.defaultPrevented).toBe(true);
    expect((await drag('drop', field())).event.defaultPrevented).toBe(true);
    expect(names()).toEqual([]);
  });

  it.each([
    ['leaves', () => drag('dragleave', document.body)],
    ['is given up', () => talk.key('composer-input', 'Escape')],
    [
      'is over without a word',
      async () => void document.body.dispatchEvent(new Event('pointermove', { bubbles: true })),
    ],
  ])('are forgotten when the drag %s', async (_, end) => {
    await drag('dragenter', document.body);
    await end();
    await settle();
    expect(talk.find('drop-zone')).toBeNull();
  });

  it('have no place under a dialog', async () => {
    await talk.key('composer-input', '/', { code: 'Slash', ctrlKey: true });
    await drag('dragenter', document.body);
    expect(talk.find('drop-zone')).toBeNull();
  });

  it('are not text, which may be dropped where one writes', async () => {
    const text = carrying([], { 'text/plain': 'hello' });
    send(document.body, 'dragenter', text);
    await settle();
    expect(talk.find('drop-zone')).toBeNull();
    expect(send(field(), 'drop', text).defaultPrevented).toBe(false);
    expect(send(document.body, 'drop', text).defaultPrevented).toBe(true);
  });
});

it('Ctrl+U and the clip open the chooser, whose files are attached', async () => {
  const chooser = talk.find('composer-files') as HTMLInputElement;
  const opened = vi.spyOn(chooser, 'click').mockImplementation(() => undefined);
  expect(await talk.key('composer-input', 'u', { code: 'KeyU', ctrlKey: true })).toBe(true);
  await talk.click('composer-attach');
  expect(opened).toHaveBeenCalledTimes(2);
  Object.defineProperty(chooser, 'files', { value: [plan.file, photo.file] });
  chooser.dispatchEvent(new Event('change'));
  await settle();
  expect(names()).toEqual(['plan.pdf', 'photo.png']);
});
