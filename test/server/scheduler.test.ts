// Messages for later are sent by the server itself, once, whatever happens to it meanwhile.
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createScheduler } from '../../server/scheduler.ts';
import { createCommitQueue } from '../../server/store/commitQueue.ts';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import type { Store, WriteCommand } from '../../server/store/store.ts';
import { fail, type Outcome, Refusal } from '../../src/shared/errors.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { testServer } from '../support/server.ts';
import { join, leave } from './contract/driver.ts';
import { act } from './contract/personal.ts';

const HOUR = 3_600_000;
/** Late enough for what must be done before. */
const soon = (): number => Date.now() + 2000;

const plan = (client: TestClient, text: string, at = soon(), conversation = client.general) =>
  client.ask('message.schedule', { id: uuidv7(), conversation, text, at });
const types = (client: TestClient) => client.events().map(({ type }) => type);
const said = (client: TestClient) =>
  client.events().flatMap(({ type, body }) => (type === 'message.created' ? [body['text']] : []));

describe('a server', () => {
  test('sends at the time, to everybody, while its person is away', async () => {
    const server = await testServer();
    const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
    const at = soon();
    await plan(mara, 'good morning', at);
    mara.close();
    await eventually(() => expect(said(jonas)).toEqual(['good morning']));
    const [event] = jonas.events().filter(({ type }) => type === 'message.created');
    expect(event).toMatchObject({ author: mara.id, id: expect.any(String) });
    expect(event?.at).toBeGreaterThanOrEqual(at);
    // Of the plan others hear nothing.
    expect(jonas.events().filter(({ conversation }) => conversation === mara.id)).toEqual([]);
  });

  test('sends what came due while it was down, once', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const at = soon() + 700;
    await plan(mara, 'good morning', at);
    await plan(mara, 'good night', Date.now() + HOUR);
    await server.stop();
    await eventually(() => expect(Date.now()).toBeGreaterThan(at));
    for (let starts = 0; starts < 2; starts++) {
      const again = await testServer({ folder: server.folder });
      const phone = await again.connect(mara);
      const texts = async () => {
        const { events } = await phone.ask('history.page', { conversation: mara.general });
        return events.flatMap(({ type, body }) =>
          type === 'message.created' ? [body['text']] : [],
        );
      };
      await eventually(async () => expect(await texts()).toEqual(['good morning']));
      await again.stop();
    }
  });

  test('is woken by an earlier one, and forgets a cancelled one', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    await plan(mara, 'much later', Date.now() + 300 * 24 * HOUR);
    const at = soon();
    const never = uuidv7();
    const { general: conversation } = mara;
    await mara.ask('message.schedule', { id: never, conversation, text: 'never', at });
    await mara.ask('schedule.cancel', { id: uuidv7(), schedule: never });
    await plan(mara, 'soon', at + 1);
    await eventually(() => expect(said(mara)).toEqual(['soon']));
    expect(types(mara).filter((type) => type.startsWith('schedule.'))).toEqual([
      'schedule.added',
      'schedule.added',
      'schedule.ended',
      'schedule.added',
      'schedule.ended',
    ]);
  });

  test('tells its person what could not be sent, and leaves it to them', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    const schedule = uuidv7();
    await mara.ask('message.schedule', { id: schedule, conversation, text: 'late', at: soon() });
    await mara.ask('channel.leave', { id: uuidv7(), conversation });
    await eventually(() => expect(types(mara).at(-1)).toBe('schedule.failed'));
    const { id: team } = server.team;
    expect(mara.events().at(-1)).toMatchObject({
      conversation: mara.id,
      author: team,
      body: { schedule, code: 'NOT_MEMBER' },
    });
    await mara.ask('channel.join', { id: uuidv7(), conversation });
    // Another one goes its way; this one waits for a word.
    await plan(mara, 'on time');
    await eventually(() => expect(said(mara)).toEqual(['on time']));
    await mara.ask('schedule.send', { id: uuidv7(), schedule });
    await eventually(() => expect(said(mara)).toEqual(['on time', 'late']));
  });

  test('says nothing for who was shut out meanwhile, and tells them when they are back', async () => {
    const server = await testServer();
    const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
    const schedule = uuidv7();
    const { general: conversation } = jonas;
    await jonas.ask('message.schedule', { id: schedule, conversation, text: 'no', at: soon() });
    const set = (active: boolean) =>
      mara.ask('person.set', { id: uuidv7(), user: jonas.id, active });
    await set(false);
    await plan(mara, 'yes', soon() + 1);
    await eventually(() => expect(said(mara)).toEqual(['yes']));
    await set(true);
    const back = await server.connect(jonas);
    await eventually(async () => {
      const { events } = await back.ask('history.page', { conversation: jonas.id });
      expect(events.at(-1)).toMatchObject({
        type: 'schedule.failed',
        body: { schedule, code: 'DEACTIVATED' },
      });
    });
    expect(said(mara)).toEqual(['yes']);
  });
});

/** On whatever else the machine does. */
const patient = { timeout: 20_000, interval: 10 };

/** A store with somebody in it, and a scheduler whose clock is ours. */
async function lab() {
  const store = await openSqliteStore({
    folder: testFolder(),
    team: 'Team',
    door: 'open',
    worker: new URL('../../server/store/worker.ts', import.meta.url),
    onCrash: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  const ann = join('Ann');
  await store.commit([ann]);
  const user = ann.args.id;
  const { channels } = await store.read('channel.browse', user, {});
  const conversation = channels[0]?.id ?? '';
  const planned = (text: string, at: number) =>
    act('message.schedule', user, { conversation, text, at });
  const texts = async (): Promise<unknown[]> => {
    const { events } = await store.read('history.page', user, {
      conversation,
      before: undefined,
      after: undefined,
      limit: 500,
    });
    return events.flatMap(({ type, body }) => (type === 'message.created' ? [body['text']] : []));
  };
  return { store, user, conversation, planned, texts };
}

const silent = { error: () => {} };

/** Refuses with these codes, one after the other, before anything reaches the store. */
function stubborn(store: Store, codes: ('STORAGE_BUSY' | 'STORAGE_FULL' | 'INTERNAL')[]) {
  const queue = createCommitQueue(store, () => {}, silent);
  return {
    close: queue.close,
    add(command: WriteCommand): Promise<Outcome<unknown>> {
      const code = command.name === 'schedule.send' ? codes.shift() : undefined;
      return code ? Promise.resolve(fail(new Refusal(code, 'no'))) : queue.add(command);
    },
  };
}

describe('the scheduler', () => {
  test('tries again what the server could not do', async () => {
    const { store, planned, texts } = await lab();
    await store.commit([planned('patience', Date.now() + HOUR)]);
    const codes: Parameters<typeof stubborn>[1] = ['STORAGE_BUSY', 'STORAGE_FULL'];
    const queue = stubborn(store, codes);
    const later = (): number => Date.now() + 2 * HOUR;
    const scheduler = createScheduler(store, queue, silent, later);
    onTestFinished(() => scheduler.close());
    await eventually(async () => expect(await texts()).toEqual(['patience']));
    expect(codes).toEqual([]);
  });

  test('gives up what fails in a way that nobody expected, and goes on', async () => {
    const { store, user, planned, texts } = await lab();
    const bad = planned('bad', Date.now() + HOUR);
    await store.commit([bad, planned('good', Date.now() + HOUR + 1)]);
    const queue = stubborn(store, ['INTERNAL']);
    const later = (): number => Date.now() + 2 * HOUR;
    const scheduler = createScheduler(store, queue, silent, later);
    onTestFinished(() => scheduler.close());
    await eventually(async () => expect(await texts()).toEqual(['good']));
    await eventually(async () => {
      const own = { conversation: user, before: undefined, after: undefined, limit: 500 };
      const { events } = await store.read('history.page', user, own);
      expect(events.find(({ type }) => type === 'schedule.failed')?.body).toEqual({
        schedule: (bad.args as { id: string }).id,
        code: 'INTERNAL',
      });
    });
    expect(await store.schedules(10)).toEqual([]);
  });

  test('sends more than fit into one step', async () => {
    const { store, conversation, texts } = await lab();
    const crowd = [join('Bob'), join('Carl'), join('Dora')];
    await store.commit(crowd);
    const at = Date.now() + HOUR;
    const plans = crowd.flatMap(({ args: { id } }) =>
      Array.from({ length: 90 }, (_, n) =>
        act('message.schedule', id, { conversation, text: `${n}`, at: at + n }),
      ),
    );
    await store.commit(plans);
    const queue = createCommitQueue(store, () => {}, silent);
    const scheduler = createScheduler(store, queue, silent, () => at + HOUR);
    onTestFinished(() => scheduler.close());
    await eventually(async () => expect(await texts()).toHaveLength(plans.length));
    expect(await store.schedules(10)).toEqual([]);
  });

  test('notices a clock that was set, within a minute', async () => {
    // Only its own timer is ours to wind: threads go on in real time.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { store, user, conversation, planned, texts } = await lab();
    await store.commit([planned('soon enough', Date.now() + 100 * 24 * HOUR)]);
    let step = 0;
    const queue = createCommitQueue(store, () => {}, silent);
    const scheduler = createScheduler(store, queue, silent, () => Date.now() + step);
    onTestFinished(() => scheduler.close());
    await vi.waitUntil(() => vi.getTimerCount() === 1, patient);
    step = 200 * 24 * HOUR;
    vi.advanceTimersByTime(59_000);
    expect(await texts()).toEqual([]);
    vi.advanceTimersByTime(1000);
    await vi.waitUntil(async () => (await texts()).length === 1, patient);
    // And the other way: whoever left is found out, not sent for.
    step = 0;
    await store.commit([planned('too late', Date.now() + HOUR), leave(user, conversation)]);
    scheduler.wake();
    await vi.waitUntil(() => vi.getTimerCount() === 1, patient);
    expect(await store.schedules(10)).toHaveLength(1);
    step = 2 * HOUR;
    vi.advanceTimersByTime(60_000);
    await vi.waitUntil(async () => (await store.schedules(10)).length === 0, patient);
    expect(await texts()).toEqual(['soon enough']);
  });

  test('that is closed sends nothing more', async () => {
    const { store, planned, texts } = await lab();
    const queue = createCommitQueue(store, () => {}, silent);
    const scheduler = createScheduler(store, queue, silent, () => Date.now() + 2 * HOUR);
    await scheduler.close();
    await store.commit([planned('never', Date.now() + HOUR)]);
    scheduler.wake();
    await scheduler.close();
    expect(await texts()).toEqual([]);
    expect(await store.schedules(10)).toHaveLength(1);
  });
});
