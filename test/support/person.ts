// Somebody at their computer: a real core without a window, in a folder of its own.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Pushes } from '../../src/shared/api.ts';
import type { MessageRow, TimelineRow } from '../../src/shared/rows.ts';
import { connect, type Headless, type HeadlessOptions } from '../../src/headless/index.ts';
import { eventually } from './eventually.ts';
import { testFolder } from './folder.ts';

export type Person = Headless & {
  folder: string;
  /** Resolves when connected and up to date. */
  live(): Promise<void>;
  offline(): Promise<void>;
  /** The id of a conversation in the sidebar, once it is there. */
  find(name: string): Promise<string>;
  say(conversation: string, text: string): Promise<string>;
  /** The texts of a conversation's newest messages, as the window would show them. */
  texts(conversation: string, limit?: number): Promise<string[]>;
  messages(conversation: string, limit?: number): Promise<MessageRow[]>;
  /** Resolves when the conversation shows exactly these texts. */
  sees(conversation: string, texts: string[]): Promise<void>;
};

const isMessage = (row: TimelineRow): row is MessageRow => row.kind === 'message';

/** Opens a folder, new or used; closed when the test is over. */
export async function openPerson(options: Partial<HeadlessOptions> = {}): Promise<Person> {
  const folder = options.folder ?? testFolder();
  const core = await connect({ ...options, folder });
  onTestFinished(() => core.close());

  const inState = (state: Pushes['link']['state']) =>
    eventually(async () => {
      const now = (await core.call('app.boot')).link;
      if (now.state !== state) throw new Error(`still ${JSON.stringify(now)}`);
    });
  async function messages(conversation: string, limit = 200): Promise<MessageRow[]> {
    return (await core.call('timeline.latest', { conversation, limit })).rows.filter(isMessage);
  }
  const texts = async (conversation: string, limit?: number): Promise<string[]> =>
    (await messages(conversation, limit)).map((row) => row.text);

  return {
    ...core,
    folder,
    live: () => inState('live'),
    offline: () => inState('offline'),
    find: (name) =>
      eventually(async () => {
        const found = (await core.call('conversations.list')).find((row) => row.name === name);
        if (!found) throw new Error(`no conversation ${name}`);
        return found.id;
      }),
    say: async (conversation, text) => (await core.call('message.send', { conversation, text })).id,
    messages,
    texts,
    sees: (conversation, expected) =>
      eventually(async () => {
        const shown = await texts(conversation);
        if (JSON.stringify(shown) !== JSON.stringify(expected))
          throw new Error(`shows ${JSON.stringify(shown)} instead of ${JSON.stringify(expected)}`);
      }),
  };
}

/** Opens a fresh folder and joins. */
export async function newcomer(
  address: string,
  name: string,
  options: Partial<HeadlessOptions> = {},
): Promise<Person> {
  const person = await openPerson(options);
  await person.call('team.join', { address, name });
  await person.live();
  return person;
}

/** Another computer of the same person: the account alone, without any history. */
export async function secondDevice(of: Person): Promise<Person> {
  const folder = testFolder();
  mkdirSync(join(folder, 'team'));
  cpSync(join(of.folder, 'team', 'account.json'), join(folder, 'team', 'account.json'));
  const person = await openPerson({ folder });
  await person.live();
  return person;
}
