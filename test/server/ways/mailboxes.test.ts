// What passes by between two polls, and during the very moment in which one is answered.
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import type { Signal } from '../../../src/shared/events.ts';
import type { EventsPage } from '../../../src/shared/listening.ts';
import { eventually } from '../../support/eventually.ts';
import { testServer } from '../../support/server.ts';

test('of several signals at once none is lost between two answers', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const jon = await server.member('Jon');
  const { conversation: direct } = await mara.ask('direct.open', { id: uuidv7(), user: jon.id });
  const say = (conversation: string) =>
    jon.ask('message.send', { id: uuidv7(), conversation, text: 'read me' });
  const said = await Promise.all([mara.general, direct].map(say));

  const heard: Signal[] = [];
  const poll = async (wait: number): Promise<void> => {
    const response = await fetch(
      `${server.url}/api/v1/events?signals=1&type=pin.changed&wait=${wait}`,
      {
        headers: { authorization: `Bearer ${mara.token}` },
      },
    );
    const { value } = (await response.json()) as { value: EventsPage };
    heard.push(...(value.signals ?? []));
  };
  await poll(0);
  const waiting = poll(20);
  // Both marks in one commit, so both signals in one turn.
  await Promise.all(
    said.map(({ conversation, seq }) => mara.ask('conversation.read', { conversation, seq })),
  );
  await waiting;
  await eventually(async () => {
    await poll(0);
    const read = heard.flatMap((signal) => (signal.type === 'read' ? [signal.conversation] : []));
    expect(new Set(read)).toEqual(new Set([mara.general, direct]));
  });
});
