// The composer: what Enter does, that a text leaves it only when it is safe, and its limits.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { check, tidy } from '../../src/renderer/stores/composer.ts';
import { eventually } from '../support/eventually.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let lab: ReturnType<typeof makeLab>;
let app: TestApp;
const heard = (name: string) => lab.team.heard.filter((call) => call.name === name);
const text = () => (app.find('composer-input') as HTMLTextAreaElement).value;

beforeEach(async () => {
  lab = makeLab();
  app = await mountApp(lab.core);
});
afterEach(() => app.close());

describe('Enter', () => {
  it('sends and empties the composer', async () => {
    await app.type('composer-input', 'hello');
    expect(await app.key('composer-input', 'Enter')).toBe(true);
    expect(heard('message.send').map(({ input }) => input)).toEqual([
      { conversation: lab.general.id, text: 'hello' },
    ]);
    expect(text()).toBe('');
    expect(app.all('message-text').map((row) => row.textContent)).toEqual(['hello']);
  });

  it('breaks the line with Shift', async () => {
    await app.type('composer-input', 'hello');
    expect(await app.key('composer-input', 'Enter', { shiftKey: true })).toBe(false);
    expect(heard('message.send')).toEqual([]);
  });

  it('is swapped by the setting, and Ctrl+Enter sends in both', async () => {
    lab.core.push('settings', { ...lab.core.settings, enterSends: false });
    await settle();
    await app.type('composer-input', 'one');
    expect(await app.key('composer-input', 'Enter')).toBe(false);
    expect(await app.key('composer-input', 'Enter', { shiftKey: true })).toBe(true);
    await app.type('composer-input', 'two');
    await app.key('composer-input', 'Enter', { ctrlKey: true });
    expect(heard('message.send')).toHaveLength(2);
  });

  it('belongs to the input method while it composes', async () => {
    await app.type('composer-input', 'nihao');
    await app.key('composer-input', 'Enter', { isComposing: true });
    await app.key('composer-input', 'Enter', { keyCode: 229 });
    expect(heard('message.send')).toEqual([]);
    expect(text()).toBe('nihao');
  });

  it('does nothing with white space alone', async () => {
    await app.type('composer-input', ' \n\t ');
    await app.key('composer-input', 'Enter');
    expect(heard('message.send')).toEqual([]);
    expect(app.find('composer-send')).toHaveProperty('disabled', true);
  });
});

describe('a text', () => {
  it('stays until the core has it, and keeps what is typed meanwhile', async () => {
    let done: (answer: { id: string }) => void = () => undefined;
    lab.team.instead['message.send'] = () => new Promise((resolve) => (done = resolve));
    await app.type('composer-input', 'first');
    await app.key('composer-input', 'Enter');
    expect(text()).toBe('first');
    await app.key('composer-input', 'Enter');
    expect(heard('message.send')).toHaveLength(1);
    await app.type('composer-input', 'first and more');
    done({ id: 'x' });
    await settle();
    await eventually(() => expect(text()).toBe(' and more'));
  });

  it('stays when the core refuses, with the reason in words', async () => {
    lab.team.instead['message.send'] = () => {
      throw new Refusal('DATA_UNWRITABLE', 'disk');
    };
    await app.type('composer-input', 'hello');
    await app.key('composer-input', 'Enter');
    expect(text()).toBe('hello');
    expect(app.find('error-text')?.textContent).toContain('data folder');
  });

  it('is counted in bytes near the limit and refused beyond it', async () => {
    await app.type('composer-input', '汉'.repeat(5_200));
    expect(app.find('composer-input')?.closest('form')?.textContent).toContain('784 bytes left');
    await app.type('composer-input', '汉'.repeat(5_500));
    expect(app.find('error-text')?.textContent).toContain('116 bytes too long');
    await app.key('composer-input', 'Enter');
    expect(heard('message.send')).toEqual([]);
  });

  it('is tidied at its ends but keeps its first indentation', () => {
    expect(tidy('\n \n  code\n  more \n\n')).toBe('  code\n  more');
    for (const text of ['a\0b', '\u001b[31mred', 'a\u0085b'])
      expect(check(text)).toBe('unsendable');
    expect(check('\tcode\r\nmore')).toBeNull();
    expect(check('\u200b')).toBe('empty');
  });
});

describe('drafts', () => {
  it('are kept for each conversation and come back', async () => {
    await app.type('composer-input', 'half a thought');
    app.all('conversation-item')[1]?.click();
    await settle();
    expect(text()).toBe('');
    expect(lab.team.drafts.get(lab.general.id)).toBe('half a thought');
    app.all('conversation-item')[0]?.click();
    await settle();
    expect(text()).toBe('half a thought');
  });

  it('are saved while writing, soon', async () => {
    await app.type('composer-input', 'half');
    await eventually(() => expect(lab.team.drafts.get(lab.general.id)).toBe('half'));
  });

  it('are saved when the window loses the focus', async () => {
    await app.type('composer-input', 'half');
    window.dispatchEvent(new Event('blur'));
    await settle();
    expect(lab.team.drafts.get(lab.general.id)).toBe('half');
  });

  describe('that come from disk after somebody has begun to write', () => {
    let open: () => void = () => undefined;
    /** The next opening waits, as on a slow disk, and then brings what stood there when it began. */
    function slow(stood?: string): void {
      lab.team.instead['timeline.open'] = async ({ conversation }) => {
        await new Promise<void>((resolve) => (open = resolve));
        const page = { rows: [], older: false, newer: false };
        const draft = { text: stood ?? lab.team.drafts.get(conversation) ?? '', reply: null };
        return { ...page, readSeq: 0, unread: 0, draft };
      };
    }
    async function begin(): Promise<void> {
      app.all('conversation-item')[1]?.click();
      await settle();
      await app.type('composer-input', 'new');
      window.dispatchEvent(new Event('blur'));
      await settle();
    }

    it('stand before it, on disk as well', async () => {
      slow('old ');
      await begin();
      open();
      await settle();
      expect(text()).toBe('old new');
      window.dispatchEvent(new Event('blur'));
      await settle();
      expect([...lab.team.drafts.values()]).toEqual(['old new']);
    });

    it('are not doubled when they are what has just been saved', async () => {
      slow();
      await begin();
      await app.type('composer-input', 'newer');
      open();
      await settle();
      expect(text()).toBe('newer');
    });

    it('come with the second try where the first opening failed', async () => {
      lab.team.instead['timeline.open'] = () => {
        throw new Refusal('INTERNAL', 'busy');
      };
      app.all('conversation-item')[1]?.click();
      await settle();
      slow('old');
      document.querySelector<HTMLElement>('.pane .error-state button')?.click();
      open();
      await settle();
      expect(text()).toBe('old');
    });
  });

  it('that find no room are said to, stay, and are kept when there is room again', async () => {
    lab.team.instead['draft.set'] = () => {
      throw new Refusal('STORAGE_FULL', 'no room');
    };
    await app.type('composer-input', 'half a thought');
    window.dispatchEvent(new Event('blur'));
    await settle();
    expect(app.find('error-text')?.textContent).toContain('disk is full');
    app.all('conversation-item')[1]?.click();
    await settle();
    app.all('conversation-item')[0]?.click();
    await settle();
    expect(text()).toBe('half a thought');
    delete lab.team.instead['draft.set'];
    // Nobody has typed since: the window that goes hands it in all the same.
    window.dispatchEvent(new Event('blur'));
    await settle();
    expect(lab.team.drafts.get(lab.general.id)).toBe('half a thought');
    expect(app.find('error-text')).toBeNull();
  });

  it('are cleared by sending', async () => {
    await app.type('composer-input', 'whole');
    await app.key('composer-input', 'Enter');
    expect(lab.team.drafts.get(lab.general.id)).toBe('');
  });
});

describe('typing', () => {
  it('is told once while writing and ends with the message', async () => {
    await app.type('composer-input', 'h');
    await app.type('composer-input', 'he');
    await app.key('composer-input', 'Enter');
    expect(heard('typing.set').map(({ input }) => input)).toEqual([
      { conversation: lab.general.id, on: true },
      { conversation: lab.general.id, on: false },
    ]);
  });
});
