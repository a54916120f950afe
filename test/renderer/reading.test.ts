// When the open conversation counts as read: somebody is there to read it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useAttention } from '../../src/renderer/stores/attention.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let app: TestApp;
beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  app = await mountApp(makeLab().core);
});
afterEach(() => app.close());

describe('attention', () => {
  it('is not paid by having the focus since the start', () => {
    expect(useAttention().paid).toBe(false);
    window.dispatchEvent(new Event('focus'));
    expect(useAttention().paid).toBe(false);
  });

  it('is paid by anything a person does, for a while', async () => {
    window.dispatchEvent(new Event('pointermove'));
    expect(useAttention().paid).toBe(true);
    vi.advanceTimersByTime(6 * 60_000);
    expect(useAttention().paid).toBe(false);
    await app.type('composer-input', 'h');
    expect(useAttention().paid).toBe(true);
  });

  it('leaves with the focus and comes back with it', async () => {
    window.dispatchEvent(new Event('blur'));
    await settle();
    expect(useAttention().paid).toBe(false);
    window.dispatchEvent(new Event('focus'));
    await settle();
    expect(useAttention().paid).toBe(true);
  });
});
