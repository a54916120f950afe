// HEAD on what otherwise goes on for ever: the head alone, and nobody is kept waiting.
import { expect, test } from 'vitest';
import { testServer } from '../../support/server.ts';

test.each(['/api/v1/events', '/health/events'])('the head of %s', async (path) => {
  const server = await testServer();
  const { token } = await server.join('Mara');
  const response = await fetch(server.url + path, {
    method: 'HEAD',
    headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(await response.text()).toBe('');
});
