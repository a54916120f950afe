// The window as a whole: conversations, failed messages, keys, errors in words.
import { afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { keyTable } from '../../src/renderer/keys.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let app: TestApp;
afterEach(() => app.close());

describe('the team', () => {
  it('lists conversations with what is new in them', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    const rows = app
      .all('conversation-item')
      .map((item) => [
        item.dataset['conversation'],
        item.dataset['unread'],
        item.querySelector('.badge [aria-hidden]')?.textContent,
      ]);
    expect(rows).toEqual([
      [lab.general.id, '0', undefined],
      [lab.hardware.id, '4', '3'],
      [lab.direct.id, '1', '1'],
    ]);
  });

  it('draws the unread line before the first unread message', async () => {
    const lab = makeLab();
    for (const one of ['a', 'b', 'c']) lab.team.log(lab.general.id, lab.mara.id, one, Date.now());
    lab.team.read.set(lab.general.id, 1);
    lab.general.unread = 2;
    app = await mountApp(lab.core);
    const next = app.find('unread-line')?.nextElementSibling;
    expect(next?.querySelector('[data-testid="message-text"]')?.textContent).toBe('b');
  });

  it('colours a message that calls me, and links only what is safe', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    lab.team.arrive(
      lab.general.id,
      lab.mara.id,
      '@Noor Vance javascript:alert(1) https://a.example',
    );
    await settle();
    const row = app.find('message');
    expect(row?.classList.contains('calls')).toBe(true);
    expect(app.find('mention')?.textContent).toBe('@Noor Vance');
    const anchors = [...(row?.querySelectorAll<HTMLAnchorElement>('a[href]') ?? [])];
    expect(anchors.map((a) => [a.href, a.target, a.rel])).toEqual([
      ['https://a.example/', '_blank', 'noopener noreferrer'],
    ]);
  });

  it('shows markup as the text it is', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    const text = '<img src=x onerror=alert(1)>\n  <b>no</b>';
    lab.team.arrive(lab.general.id, lab.mara.id, text);
    await settle();
    expect(app.find('message-text')?.textContent).toBe(text);
    expect(app.find('message-text')?.querySelector('img, b')).toBeNull();
  });

  it('gives a failed message its words and three ways on', async () => {
    const lab = makeLab();
    const { key } = lab.team.log(lab.general.id, lab.noor.id, 'too much', Date.now(), {
      seq: null,
      state: 'failed',
      error: { code: 'NOT_MEMBER', message: '' },
    });
    app = await mountApp(lab.core);
    expect(app.find('message')?.dataset['state']).toBe('failed');
    expect(app.find('error-text')?.textContent).toContain('not in this channel');
    await app.click('message-retry');
    expect(lab.core.heard.at(-1)).toEqual({
      name: 'message.retry',
      input: { id: key },
      team: lab.team.id,
    });
    await app.type('composer-input', 'already here');
    await app.click('message-edit');
    expect(app.find('composer-input')).toHaveProperty('value', 'too much\nalready here');
    expect(app.find('message')).toBeNull();
  });

  it('says what the line is', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    expect([app.find('line')?.dataset['state'], app.find('line')?.textContent.trim()]).toEqual([
      'live',
      'WebSocket · 1.2 ms',
    ]);
    lab.team.setLink({ state: 'live', way: 'polling', rttMs: 240.2, waiting: 0 });
    await settle();
    expect(app.find('line')?.textContent.trim()).toBe('Long polling · 240 ms');
    expect(app.find('line')?.dataset['state']).toBe('slow');
    lab.team.setLink({ state: 'offline', reason: null, retryAt: null, waiting: 3 });
    await settle();
    expect(app.find('line')?.textContent.trim()).toBe('3 waiting to send');
  });

  it('offers a retry when the messages cannot be read', async () => {
    const lab = makeLab();
    lab.team.instead['timeline.open'] = () => {
      throw new Refusal('STORAGE_BUSY', 'busy');
    };
    app = await mountApp(lab.core);
    expect(app.find('error-text')?.textContent).toContain('busy');
  });

  it('changes language and theme at once', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    lab.core.push('settings', { ...lab.core.settings, locale: 'zh-CN', theme: 'dark' });
    await settle();
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(document.body.textContent).toContain('频道');
  });

  it('shows every key of the table on the sheet', async () => {
    const lab = makeLab();
    app = await mountApp(lab.core);
    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'Slash', key: '/', ctrlKey: true }));
    await settle();
    expect(app.all('key-row')).toHaveLength(keyTable.length);
    expect(app.all('key-row')[0]?.textContent).toContain('CtrlK');
  });
});
