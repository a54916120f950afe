// Links to a message, opened from outside the app.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatConversationLink, formatMessageLink } from '../../src/shared/messageLink.ts';
import { newcomer, openPerson } from '../support/person.ts';
import { testServer } from '../support/server.ts';

test('a link to a conversation opens it, whatever else is written in it does not', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const conversation = await mara.find('general');
  const { id: team } = await mara.state();
  const opened: unknown[] = [];
  const notices: unknown[] = [];
  mara.on('opened', (link) => void opened.push(link));
  mara.on('notice', ({ code }) => void notices.push(code));
  mara.openLink(formatConversationLink({ team, conversation }));
  expect(opened).toEqual([{ kind: 'conversation', team, conversation }]);

  const wrong = [
    `lanline://conversation/${team}`,
    `lanline://conversation/${team}/${conversation}/leave`,
    `lanline://conversation/${team}/${conversation}?delete=true`,
    `lanline://conversation/${team}/../..`,
    formatConversationLink({ team: randomUUID(), conversation }),
  ];
  for (const link of wrong) mara.openLink(link);
  expect(opened).toHaveLength(1);
  expect(notices).toEqual(wrong.map(() => 'LINK_INVALID'));
});

test('a link to a message of a team that is here is handed to the window, others are not', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const conversation = await mara.find('general');
  const { id: team } = await mara.state();
  const opened: unknown[] = [];
  const notices: unknown[] = [];
  mara.on('opened', (link) => void opened.push(link));
  mara.on('notice', ({ code }) => void notices.push(code));
  const link = { team, conversation, seq: 7 };
  mara.openLink(formatMessageLink(link));
  expect(opened).toEqual([{ kind: 'message', ...link }]);

  for (const wrong of [
    formatMessageLink({ ...link, team: randomUUID() }),
    formatMessageLink({ ...link, seq: 0 }),
    'lanline://message/',
    `lanline://message/${team}/../../7`,
  ])
    mara.openLink(wrong);
  expect(opened).toHaveLength(1);
  expect(notices).toEqual(['LINK_INVALID', 'LINK_INVALID', 'LINK_INVALID', 'LINK_INVALID']);

  // What the app was started with waits for the window.
  await mara.close();
  const back = await openPerson({ folder: mara.folder });
  back.openLink(formatMessageLink(link));
  expect((await back.call('app.boot')).opened).toEqual({ kind: 'message', ...link });
  expect((await back.call('app.boot')).opened).toBeNull();
});
