// The loaded stretch as the store keeps it: pages, pushes, what a page that brings nothing means.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useTimeline } from '../../src/renderer/stores/timeline.ts';
import { makeLab } from './support/lab.ts';
import { mountApp, settle, type TestApp } from './support/mountApp.ts';

let lab: ReturnType<typeof makeLab>;
let app: TestApp;
const heard = (name: string) => lab.team.heard.filter((call) => call.name === name);

beforeEach(() => {
  lab = makeLab();
  for (let n = 1; n <= 500; n++) lab.team.log(lab.general.id, lab.mara.id, `message ${n}`, n);
  lab.team.read.set(lab.general.id, 500);
});
afterEach(() => app.close());

const seqs = () => {
  const { rows } = useTimeline();
  return [rows[0]?.seq, rows.at(-1)?.seq, rows.length];
};

describe('pages', () => {
  it('ask once for history that is not on this computer, until somebody asks again', async () => {
    lab.team.instead['timeline.older'] = () => ({ rows: [], older: true, newer: true });
    app = await mountApp(lab.core);
    const timeline = useTimeline();
    await timeline.more('older');
    expect(heard('timeline.older')).toHaveLength(1);
    expect(timeline.edgeFailure.older?.code).toBe('OFFLINE');
    delete lab.team.instead['timeline.older'];
    await timeline.more('older');
    expect(timeline.edgeFailure.older).toBeNull();
    expect(seqs()[0]).toBeLessThan(451);
  });

  it('stay bounded, and the far end comes back', async () => {
    lab.team.pageSize = 400;
    app = await mountApp(lab.core);
    const timeline = useTimeline();
    await settle();
    expect(timeline.rows.length).toBeLessThanOrEqual(400);
    await timeline.toLatest();
    await settle();
    expect(timeline.rows.at(-1)?.seq).toBe(500);
  });
});

describe('pushes', () => {
  it('of another conversation are not shown', async () => {
    app = await mountApp(lab.core);
    const before = seqs();
    lab.team.arrive(lab.hardware.id, lab.mara.id, 'elsewhere');
    await settle();
    expect(seqs()).toEqual(before);
  });

  it('that ask for a reset read the stretch again', async () => {
    app = await mountApp(lab.core);
    const kept = lab.team.rows.get(lab.general.id)?.slice(0, 450) ?? [];
    lab.team.rows.set(lab.general.id, kept);
    lab.team.push('timeline', { conversation: lab.general.id, rows: [], removed: [], reset: true });
    await settle();
    expect(useTimeline().rows.at(-1)?.seq).toBe(450);
    expect(app.find('arrived')?.textContent.trim()).toBe('');
  });

  it('that ask for a reset because much has come have screen readers told how much', async () => {
    app = await mountApp(lab.core);
    for (let n = 501; n <= 700; n++) lab.team.log(lab.general.id, lab.mara.id, `message ${n}`, n);
    lab.team.change({ ...lab.general, unread: 200 });
    lab.team.push('timeline', { conversation: lab.general.id, rows: [], removed: [], reset: true });
    await settle();
    expect(app.find('arrived')?.textContent.trim()).toBe('200 new messages');
  });

  it('move a waiting message to its place without showing it twice', async () => {
    lab.team.link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    app = await mountApp(lab.core);
    await app.type('composer-input', 'mine');
    await app.key('composer-input', 'Enter');
    const own = useTimeline().rows.at(-1);
    expect(own).toMatchObject({ text: 'mine', state: 'waiting', seq: null });
    if (own?.kind !== 'message') throw new Error('no message');
    const rows = [{ ...own, seq: 501, state: 'kept' as const }];
    lab.team.push('timeline', { conversation: lab.general.id, rows, removed: [] });
    await settle();
    expect(useTimeline().rows.filter(({ key }) => key === own.key)).toMatchObject([{ seq: 501 }]);
    expect(app.all('message').at(-1)?.dataset['state']).toBe('kept');
  });
});

describe('threads in pushes', () => {
  it('stand in the conversation only where they were sent to both', async () => {
    app = await mountApp(lab.core);
    const { general, wei, team } = lab;
    const before = seqs();
    team.talk.answer(general.id, 450, wei.id, 'aside');
    await settle();
    expect(seqs()).toEqual(before);
    team.talk.answer(general.id, 450, wei.id, 'for all', { broadcast: true });
    await settle();
    expect(useTimeline().rows.at(-1)).toMatchObject({ text: 'for all', thread: 450 });
  });

  it('change the row that began them in its place', async () => {
    app = await mountApp(lab.core);
    const row = () => useTimeline().rows.findIndex(({ seq }) => seq === 490);
    const before = row();
    lab.team.talk.answer(lab.general.id, 490, lab.wei.id, 'aside');
    await settle();
    expect(row()).toBe(before);
    expect(useTimeline().rows[before]).toMatchObject({ replies: { replies: 1 } });
  });
});

describe('very many at once', () => {
  it('keep the end where it is followed', async () => {
    app = await mountApp(lab.core);
    const { team, general, wei } = lab;
    const rows = Array.from({ length: 900 }, (_, n) => team.log(general.id, wei.id, `b ${n}`, n));
    useTimeline().following = true;
    team.push('timeline', { conversation: general.id, rows, removed: [] });
    await settle();
    const timeline = useTimeline();
    expect(timeline.rows.at(-1)?.seq).toBe(1400);
    expect(timeline.rows.length).toBeLessThanOrEqual(400);
  });

  it('do not pile up below somebody who reads further up', async () => {
    app = await mountApp(lab.core);
    const { team, general, wei } = lab;
    const timeline = useTimeline();
    const first = timeline.rows[0]?.seq;
    timeline.following = false;
    const rows = Array.from({ length: 900 }, (_, n) => team.log(general.id, wei.id, `b ${n}`, n));
    team.push('timeline', { conversation: general.id, rows, removed: [] });
    expect(timeline.rows[0]?.seq).toBe(first);
    expect(timeline.rows.length).toBeLessThanOrEqual(600);
    expect(timeline.newer).toBe(true);
  });
});

describe('marked unread by hand', () => {
  it('begins there when it is opened again, and is read once more by who looks', async () => {
    const { team, general } = lab;
    team.conversations.set(general.id, { ...general, unread: 3, unreadFrom: 498 });
    app = await mountApp(lab.core);
    expect(useTimeline().lineAfter).toBe(497);
    window.dispatchEvent(new Event('focus'));
    vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    window.dispatchEvent(new Event('pointermove'));
    await useTimeline().toLatest();
    await settle();
    expect(heard('conversation.read')).toMatchObject([{ input: { seq: 500 } }]);
  });
});
