import { uuidv7 } from 'uuidv7';
import { expect, test, vi } from 'vitest';
import { testServer } from '../support/server.ts';

test('smoke', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const jon = await server.member('Jon');
  await mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: 'hello' });
  await vi.waitFor(() => expect(jon.events().at(-1)?.body['text']).toBe('hello'));
});
