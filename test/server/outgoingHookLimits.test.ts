// Where outgoing hooks may send, and until when.
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HookOptions } from '../../server/hooks/runner.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { failedOf, hasty, lab, makeHook, patient, say, stateOf } from '../support/outgoing.ts';
import { openReceiver } from '../support/receiver.ts';
import { startServer, type TestServer } from '../support/server.ts';

describe('the own network', () => {
  test('is reached by no name that leads there, unless the owner allowed it', async () => {
    const resolve: HookOptions['resolve'] = (_name, _options, done) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    const { mara, receiver } = await lab({ retry: hasty, resolve });
    const named = { url: receiver.url.replace('127.0.0.1', 'board.example') };
    const { id: hook } = await makeHook(mara, named, { allowPrivate: false });
    await say(mara, 'one');
    await eventually(async () =>
      expect(await failedOf(mara, hook)).toMatchObject([
        { error: 'board.example is in the own network' },
      ]),
    );
    expect(receiver.taken).toEqual([]);
    await makeHook(mara, named);
    await say(mara, 'two');
    await eventually(() => expect(receiver.texts()).toEqual(['two']));
    expect(receiver.taken[0]?.headers.host).toMatch(/^board\.example:/);
  });

  test('is the system’s own word for it', async () => {
    const { mara, receiver } = await lab();
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    await makeHook(mara, { url });
    await say(mara, 'one');
    await eventually(() => expect(receiver.texts()).toEqual(['one']));
    await expect(makeHook(mara, { url }, { allowPrivate: false })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      details: { field: 'url' },
    });
  });

  test.each(['ftp://x.example/', 'https://a:b@x.example/', 'x', 'javascript:alert(1)'])(
    'and %s are no addresses to send to',
    async (url) => {
      const { mara } = await lab();
      await expect(makeHook(mara, { url })).rejects.toMatchObject({
        code: 'INVALID',
        details: { field: 'url' },
      });
    },
  );
});

describe('a hook', () => {
  test('that is put out of its channel hears nothing from then on', async () => {
    const { mara, receiver } = await lab({ retry: patient });
    receiver.answer = 500;
    const { id: user } = await makeHook(mara, receiver);
    await say(mara, 'waits');
    await eventually(() => expect(receiver.taken).toHaveLength(1));
    const conversation = mara.general;
    await mara.ask('member.remove', { id: uuidv7(), conversation, user });
    receiver.answer = 200;
    await say(mara, 'unheard');
    await eventually(async () => expect((await stateOf(mara, user)).state.name).toBe('away'));
    await mara.ask('member.add', { id: uuidv7(), conversation, users: [user] });
    await say(mara, 'heard');
    await eventually(() => expect(receiver.texts()).toEqual(['waits', 'heard']));
  });

  test('that is shut out or removed sends nothing any more', async () => {
    const { mara, receiver } = await lab();
    const other = await openReceiver();
    const { id: hook } = await makeHook(mara, receiver);
    await makeHook(mara, other);
    const set = (active: boolean) => mara.ask('person.set', { id: uuidv7(), user: hook, active });
    await set(false);
    await say(mara, 'one');
    await eventually(() => expect(other.texts()).toEqual(['one']));
    await set(true);
    await say(mara, 'two');
    await eventually(() => expect(receiver.texts()).toContain('two'));
    await mara.ask('hook.remove', { id: uuidv7(), hook });
    const seen = receiver.texts();
    await say(mara, 'three');
    await eventually(() => expect(other.texts()).toEqual(['one', 'two', 'three']));
    expect(receiver.texts()).toEqual(seen);
  });

  test('goes on where it was after a restart, and sends what came meanwhile', async () => {
    const folder = testFolder();
    const first = await startServer({ folder, hooks: { retry: patient } });
    onTestFinished(() => first.close());
    const mara = await first.member('Mara');
    const receiver = await openReceiver();
    const { id: hook } = await makeHook(mara, receiver);
    await say(mara, 'one');
    await eventually(() => expect(receiver.texts()).toEqual(['one']));
    receiver.answer = 500;
    await say(mara, 'two');
    await say(mara, 'three');
    await eventually(() => expect(receiver.texts()).toEqual(['one', 'two']));
    await first.stop();

    receiver.answer = 200;
    const second: TestServer = await startServer({ folder });
    onTestFinished(() => second.close());
    await eventually(() => expect(receiver.texts()).toEqual(['one', 'two', 'two', 'three']));
    const again = await second.connect(mara);
    await say(again, 'four');
    await eventually(() => expect(receiver.texts().at(-1)).toBe('four'));
    await eventually(async () =>
      expect((await stateOf(again, hook)).state).toMatchObject({ name: 'working', dead: 0 }),
    );
  });
});
