import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startWorker } from '../../src/node/worker.ts';
import type { Functions } from './fixtures/thread.ts';

const url = new URL('./fixtures/thread.ts', import.meta.url);
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });

function start() {
  const onCrash = vi.fn<(error: Error) => void>();
  const thread = startWorker<Functions>(url, { some: 'data' }, onCrash);
  onTestFinished(() => thread.stop());
  return { ...thread, onCrash };
}

describe('a thread', () => {
  test('answers calls with values of every kind that can be cloned', async () => {
    const thread = start();
    const value = { bytes: new Uint8Array([1, 2]), map: new Map([['a', 1]]), nothing: undefined };
    expect(await thread.call('echo', value)).toEqual(value);
    expect(await thread.call('given')).toEqual({ some: 'data' });
  });

  test('refuses with the code and details it refused with', async () => {
    const thread = start();
    const refused = thread.call('refuse', 'NAME_TAKEN');
    await expect(refused).rejects.toEqual(refusal('NAME_TAKEN'));
    await expect(refused).rejects.toMatchObject({ details: { field: 'name' } });
  });

  test('translates its own errors before they travel', async () => {
    await expect(start().call('fault')).rejects.toEqual(refusal('STORAGE_BUSY'));
  });

  test.each([
    ['exits', 'exit'],
    ['throws where nobody catches', 'crash'],
  ] as const)('that %s rejects what was asked of it and says so once', async (_what, how) => {
    const thread = start();
    const open = [thread.call('never'), thread.call('never')];
    const ending = how === 'exit' ? thread.call('exit', 3) : thread.call('crash');
    const outcomes = await Promise.allSettled([...open, ending]);
    for (const outcome of outcomes.slice(0, 2))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    expect(thread.onCrash).toHaveBeenCalledTimes(1);
    await expect(thread.call('echo', 1)).rejects.toEqual(refusal('CLOSING'));
  });

  test('that is stopped rejects what was asked of it, and that is no crash', async () => {
    const thread = start();
    const open = thread.call('never');
    const [asked] = await Promise.allSettled([open, thread.stop()]);
    expect(asked).toMatchObject({ status: 'rejected', reason: { code: 'CLOSING' } });
    await expect(thread.call('echo', 1)).rejects.toEqual(refusal('CLOSING'));
    expect(thread.onCrash).not.toHaveBeenCalled();
  });

  test('whose module cannot be loaded is a crash', async () => {
    const onCrash = vi.fn<(error: Error) => void>();
    const thread = startWorker<Functions>(new URL('./missing.ts', import.meta.url), {}, onCrash);
    await expect(thread.call('echo', 1)).rejects.toEqual(refusal('INTERNAL'));
    expect(onCrash.mock.calls[0]?.[0].message).toContain('missing.ts');
  });
});
