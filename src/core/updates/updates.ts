// Updates: asks the teams' own servers and nobody else what they offer, and brings the newest as far as the person says.
// Nothing is installed that the built-in release key has not signed, nothing older, and nothing unasked.
import { join } from 'node:path';
import { fail, type Failure, Refusal } from '../../shared/errors.ts';
import {
  feedNameFor,
  type UpdateAnswer,
  type UpdateFeed,
  type UpdateFile,
  type UpdatesOff,
  type UpdateState,
  type UpdateStep,
} from '../../shared/updates.ts';
import { compareVersions } from '../../shared/versions.ts';
import type { Contacted } from '../door.ts';
import type { Log } from '../log.ts';
import type { Entry } from '../place.ts';
import { download } from './download.ts';
import { judge, type Own } from './judge.ts';
import { keepPackages } from './packages.ts';
import type { UpdatePort } from './port.ts';
import { askFeed } from './server.ts';

/** How often every team is asked, ms; also at each connection, and when a server says that it offers another. */
const everyMs = 4 * 3_600_000;
/** Everybody hears of an offer at once: they ask within so long, ms, and not in the same moment. */
const spreadMs = 2000;
/** How often progress is told, ms. */
const tellMs = 250;

export type UpdatesParts = {
  /** The app's folder. */
  root: string;
  version: string;
  port: UpdatePort | undefined;
  /** The teams of this computer, and how their servers are reached. */
  places(): Map<string, Entry>;
  contacted: Contacted;
  changed(state: UpdateState): void;
  log: Log;
};

export type Updates = ReturnType<typeof createUpdates>;

type Found = { team: string; feed: UpdateFeed; file: UpdateFile };
/** `newer`: what it offers is that, and right. */
type Said = { answer: UpdateAnswer; newer?: Found };

export function createUpdates({ root, version, port, places, contacted, ...parts }: UpdatesParts) {
  const { changed, log } = parts;
  const packages = keepPackages(join(root, 'updates'));
  const own = ownOf(version, port);
  const answers = new Map<string, UpdateAnswer>();
  /** What is newer, and right. */
  const found = new Map<string, Found>();
  /** Only the newest question to a team counts. */
  const asked = new Map<string, Promise<Said>>();
  const soon = new Map<string, NodeJS.Timeout>();
  let offer: Found | null = null;
  let step: UpdateStep = { at: 'offered' };
  let failure: Failure | null = null;
  let checkedAt: number | null = null;
  let abort = new AbortController();
  let told = 0;
  /** Teams that were connected before all of them were open. */
  let early: string[] | null = [];
  /** Two must not write the same file. */
  let running: Promise<void> = Promise.resolve();

  const off = typeof own === 'string' ? own : null;
  const state = (): UpdateState => ({
    version,
    off,
    checking: asked.size > 0,
    checkedAt,
    answers: [...answers.values()],
    offer: offer && {
      team: offer.team,
      version: offer.feed.version,
      notes: offer.feed.releaseNotes,
      date: offer.feed.releaseDate,
      name: offer.file.url,
      size: offer.file.size,
    },
    step,
    failure,
  });
  const tell = (): void => changed(state());
  const timer = off === null ? setInterval(() => void check(), everyMs).unref() : undefined;

  async function check(): Promise<void> {
    await Promise.all([...places().keys()].map((team) => ask(team)));
  }

  function askSoon(team: string): void {
    clearTimeout(soon.get(team));
    soon.set(
      team,
      setTimeout(() => void ask(team), Math.random() * spreadMs),
    );
  }

  async function ask(team: string): Promise<void> {
    const entry = places().get(team);
    if (typeof own === 'string' || !entry) return;
    const question = look(team, entry, own);
    asked.set(team, question);
    tell();
    const { answer, newer } = await question;
    const newest = asked.get(team);
    // Another question was asked meanwhile: whoever waits for an answer waits for that one.
    if (newest !== question) return void (await newest);
    asked.delete(team);
    checkedAt = Date.now();
    answers.set(team, answer);
    // Who does not answer has taken nothing back.
    if (answer.says !== 'silent') found.delete(team);
    if (newer) found.set(team, newer);
    choose();
    if (offer === null && isAnswered()) await packages.keepOnly(null).catch(() => undefined);
  }

  /** Every team has said that there is nothing: what lies here was installed, or is of no use. */
  function isAnswered(): boolean {
    const all = [...answers.values()];
    return all.length >= places().size && all.every(({ says }) => says !== 'silent');
  }

  async function look(team: string, entry: Entry, self: Own): Promise<Said> {
    const said = { team, version: null, failure: null };
    let feed: UpdateFeed | null = null;
    try {
      feed = await askFeed(entry, feedNameFor(self.system, self.arch), contacted);
      if (feed === null) return { answer: { ...said, says: 'nothing' } };
      const judged = judge(feed, self);
      const answer = { ...said, says: judged.says, version: feed.version };
      return judged.says === 'newer'
        ? { answer, newer: { team, feed, file: judged.file } }
        : { answer };
    } catch (error) {
      const refusal = fail(error).error;
      if (!isAboutUpdate(refusal)) return { answer: { ...said, says: 'silent', failure: refusal } };
      log('warn', 'an update was refused', { team, ...refusal });
      const version = feed?.version ?? null;
      return { answer: { team, says: 'refused', version, failure: refusal } };
    }
  }

  /** The newest of what is offered; what was begun with goes on while it is the same package. */
  function choose(): void {
    const best = [...found.values()].reduce<Found | null>(
      (one, other) =>
        one && compareVersions(one.feed.version, other.feed.version) >= 0 ? one : other,
      null,
    );
    const isSame = best !== null && best.file.sha512 === offer?.file.sha512;
    offer = best;
    if (!isSame) {
      abort.abort();
      step = { at: 'offered' };
      failure = null;
    }
    tell();
  }

  function become(next: UpdateStep, why: Failure | null = null): void {
    step = next;
    failure = why;
    if (why) log('warn', 'an update did not go on', { ...why });
    tell();
  }

  function progress(received: number): void {
    step = { at: 'downloading', received };
    const now = performance.now();
    if (now - told < tellMs) return;
    told = now;
    tell();
  }

  return {
    state,
    /** Asks every team. */
    check,
    /** There is a connection to this team again, or it offers another version. */
    heard(team: string): void {
      if (early) early.push(team);
      else askSoon(team);
    },
    /** The teams are open: what was heard meanwhile counts now. */
    begin(): void {
      const before = early ?? [];
      early = null;
      for (const team of before) askSoon(team);
    },
    /** Forgets what teams said that are not on this computer any more. */
    follow(teams: readonly string[]): void {
      const gone = [...answers.keys()].filter((team) => !teams.includes(team));
      for (const map of [answers, found, asked]) for (const team of gone) map.delete(team);
      if (gone.length > 0) choose();
    },
    /** Resolves when it has ended, as the state then says. Throws NOT_FOUND where nothing is offered. */
    async download(): Promise<void> {
      const wanted = offer;
      const entry = wanted && places().get(wanted.team);
      if (!wanted || !entry) throw new Refusal('NOT_FOUND', 'nothing is offered');
      if (step.at !== 'offered') return;
      abort = new AbortController();
      const { signal } = abort;
      const { file } = wanted;
      become({ at: 'downloading', received: 0 });
      try {
        await running;
        const work = download({ file, entry, packages, contacted, signal, progress });
        running = work.catch(() => undefined);
        await work;
        if (!signal.aborted) become({ at: 'ready' });
      } catch (error) {
        if (!signal.aborted) become({ at: 'offered' }, fail(error).error);
      }
    },
    /** What has come so far stays, for the next time. */
    cancel(): void {
      if (step.at !== 'downloading') return;
      abort.abort();
      become({ at: 'offered' });
    },
    /** Checks the package once more, and hands it over. Throws NOT_FOUND where none is ready. */
    async install(): Promise<void> {
      const ready = offer;
      const isReady = step.at === 'ready' || step.at === 'byHand';
      if (!ready || !isReady || !port) throw new Refusal('NOT_FOUND', 'nothing is ready');
      const path = packages.pathOf(ready.file);
      become({ at: 'installing' });
      try {
        await packages.requirePrivate();
        await packages.check(path, ready.file);
        const { next, ...how } = await port.install(path);
        log('info', 'an update was handed over', { version: ready.feed.version, next });
        become('command' in how ? { at: 'byHand', file: path, ...how } : { at: 'restarting' });
      } catch (error) {
        const why = fail(error).error;
        become({ at: why.code === 'UPDATE_DAMAGED' ? 'offered' : 'ready' }, why);
      }
    },
    close(): void {
      clearInterval(timer);
      for (const one of soon.values()) clearTimeout(one);
      abort.abort();
      asked.clear();
    },
  };
}

/** What feeds are compared with, or why there is nothing to compare. */
function ownOf(version: string, port: UpdatePort | undefined): Own | UpdatesOff {
  if (!port) return 'system';
  const { system, arch, kind, keys } = port;
  if (typeof kind !== 'string') return kind.off;
  return keys.length === 0 ? 'keyless' : { version, system, arch, kind, keys };
}

const isAboutUpdate = ({ code }: Failure): boolean => code.startsWith('UPDATE_');
