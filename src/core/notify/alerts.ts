// Notifications of all teams of this computer: what rings is heard from the databases, what became of
// it from what the window is told as well, and what a person does with one is done here.
import type { CallInput, CallName, Pushes } from '../../shared/api.ts';
import { fail, type Outcome } from '../../shared/errors.ts';
import type { OpenedLink } from '../../shared/rows.ts';
import type { Receive } from '../client.ts';
import type { Heard } from '../db/heard.ts';
import type { RunDatabase } from '../db/thread.ts';
import type { Log } from '../log.ts';
import type { AlertDeed } from './alert.ts';
import { createDoorAlerts } from './doorAlerts.ts';
import { type RingingParts, createRinging, type Shown } from './ringing.ts';
import { createTeamAlerts } from './teamAlerts.ts';

/** What a team tells of itself. */
export type TeamEar = {
  heard(messages: readonly Heard[]): void;
  /** It catches up: what was missed comes all at once, when the answered function is called. */
  hold(): Promise<() => Promise<void>>;
  close(): void;
};
export type Alerts = ReturnType<typeof createAlerts>;

export type AlertsParts = RingingParts & {
  call<N extends CallName>(name: N, input: CallInput<N>, team: string): Promise<Outcome<unknown>>;
  /** Shows it in the window. */
  open(link: OpenedLink): void;
  log: Log;
};

export function createAlerts({ call, open, log, ...parts }: AlertsParts) {
  const ringing = createRinging(parts);
  const teams = new Map<string, ReturnType<typeof openTeam>>();
  const failed = (error: unknown): void => {
    const { code, message } = fail(error).error;
    if (code !== 'CLOSING') log('error', 'a notification failed', { code, message });
  };
  const wanted = (): string[] | null => {
    const { notify, keywords } = parts.settings();
    return notify ? keywords : null;
  };

  function openTeam(team: string, db: RunDatabase) {
    const messages = createTeamAlerts({ team, db, ringing, failed });
    const door = createDoorAlerts(team, db, ringing);
    const listen = (): void => void db('listenFor', wanted()).catch(failed);
    listen();
    return { db, messages, door, listen };
  }

  /** Something is to be done with the notification of a conversation. */
  async function answer(team: string, conversation: string, deed: AlertDeed): Promise<void> {
    const heard = teams.get(team)?.messages.putAway(conversation) ?? [];
    const last = heard.at(-1);
    if (deed.do === 'open')
      return open(
        last
          ? { kind: 'message', team, conversation, seq: last.seq }
          : { kind: 'conversation', team, conversation },
      );
    if (deed.do === 'dismiss') return;
    if (deed.do === 'reply') await reply(team, conversation, last?.thread ?? null, deed.text);
    if (last) await read(team, conversation, heard);
  }

  async function read(team: string, conversation: string, heard: Heard[]): Promise<void> {
    const seq = Math.max(...heard.map((message) => message.seq));
    await call('conversation.read', { conversation, seq }, team);
    const threads = new Map(heard.map((message) => [message.thread, message.seq]));
    for (const [thread, upTo] of threads)
      if (thread !== null) await call('thread.read', { conversation, thread, seq: upTo }, team);
  }

  /** What cannot be sent is not lost: it stands in the composer, and the window shows it. */
  async function reply(
    team: string,
    conversation: string,
    thread: number | null,
    text: string,
  ): Promise<void> {
    const place = { conversation, ...(thread !== null && { thread }) };
    const sent = await call('message.send', { ...place, text }, team);
    if (sent.ok) return;
    log('warn', 'a reply was not sent', sent.error);
    const kept = await teams.get(team)?.db('draftOf', conversation, thread);
    const both = [kept, text].filter(Boolean).join('\n');
    await call('draft.set', { ...place, text: both }, team);
    open({ kind: 'conversation', team, conversation });
  }

  const hears: { [P in keyof Pushes]?: (payload: Pushes[P], team: string) => void } = {
    conversations({ changed, removed }, team) {
      const messages = teams.get(team)?.messages;
      for (const id of removed) messages?.drop(id);
      messages?.check(changed.map(({ id }) => id));
    },
    requests: (list, team) => void teams.get(team)?.door.wait(list).catch(failed),
    // Behind the app lock less is told.
    lock() {
      for (const { messages } of teams.values()) messages.check(messages.conversations());
    },
    settings({ notify }) {
      for (const { messages, door, listen } of teams.values()) {
        listen();
        if (notify) messages.check(messages.conversations());
        else [messages, door].forEach((each) => each.close());
      }
    },
  };

  return {
    /** Everything that the window hears. */
    receive: ((name, payload, team) =>
      hears[name]?.(payload as never, team ?? '')) satisfies Receive as Receive,
    /** For a team that has just been opened. */
    team(id: string, db: RunDatabase): TeamEar {
      const team = openTeam(id, db);
      teams.set(id, team);
      return {
        heard: team.messages.heard,
        async hold() {
          team.messages.hold();
          const first = (await db('syncState')).epoch === null;
          return async () => {
            if (first) team.messages.heard(await db('unheard'));
            team.messages.release();
          };
        },
        close() {
          if (teams.get(id) === team) teams.delete(id);
          team.messages.close();
          team.door.close();
        },
      };
    },
    /** A window shows this now. */
    see(now: Shown, window: string): void {
      ringing.see(now, window);
      const team = now.focused && now.team !== null ? teams.get(now.team) : undefined;
      if (team && now.conversation !== null) team.messages.drop(now.conversation);
    },
    unsee: ringing.unsee,
    idle: ringing.idle,
    test: (): void =>
      ringing.show({
        key: 'test',
        team: null,
        sound: ringing.sound(),
        quiet: false,
        about: { kind: 'test' },
      }),
    /** A person did something with a notification. Answers whether something was opened. */
    async did(key: string, deed: AlertDeed): Promise<boolean> {
      const [team = '', rest] = key.split('/');
      const there = teams.get(team);
      if (!there) return false;
      try {
        if (rest !== undefined && rest !== 'door') await answer(team, rest, deed);
        else {
          if (rest === undefined) there.messages.clearMissed();
          if (deed.do === 'open') open({ kind: rest === 'door' ? 'requests' : 'team', team });
        }
        return deed.do === 'open';
      } catch (error) {
        failed(error);
        return false;
      }
    },
  };
}
