// Who was shut out and does not take the goodbye: they say nothing more, and are soon seen as gone.
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { testServer } from '../../support/server.ts';

test('a WebSocket that answers no goodbye says nothing more', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const jon = await server.join('Jon');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/events`, {
    headers: { authorization: `Bearer ${jon.token}` },
  });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve) => socket.once('open', resolve));
  const type = (on: boolean): void => {
    const signal = { type: 'typing', conversation: mara.general, on };
    socket.send(JSON.stringify({ type: 'signal', signal }));
  };
  type(true);
  await eventually(() =>
    expect(mara.signals).toContainEqual(expect.objectContaining({ user: jon.id, on: true })),
  );
  socket.pause();
  await mara.ask('person.set', { id: uuidv7(), user: jon.id, active: false });
  type(false);
  await eventually(async () => {
    const { presence } = await mara.ask('sync.resume', {});
    expect(presence.map(([user]) => user)).toEqual([mara.id]);
  });
  expect(mara.signals).not.toContainEqual(expect.objectContaining({ user: jon.id, on: false }));
});
