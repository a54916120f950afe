// A server whose host name an authority vouches for, as in a company with certificates of its own.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { TeamPreview, TeamState } from '../../src/shared/rows.ts';
import { certificateFor } from '../node/certificates.ts';
import { testFolder } from '../support/folder.ts';
import { joinAt, openPerson } from '../support/person.ts';
import { testServer } from '../support/server.ts';

const program = fileURLToPath(new URL('fixtures/visitor.ts', import.meta.url));

async function visit(
  place: string,
  authority: string,
): Promise<{ preview: TeamPreview; teams: TeamState[] }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, testFolder(), place, 'Mara'],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: authority } },
  );
  return JSON.parse(stdout) as { preview: TeamPreview; teams: TeamState[] };
}

test('a name that the system vouches for needs no words; by its address it has some', async () => {
  const authority = await certificateFor('Company');
  const own = await certificateFor('localhost', { by: authority });
  const folder = testFolder();
  const paths = {
    authority: join(folder, 'authority.pem'),
    certificate: join(folder, 'chain.pem'),
    key: join(folder, 'key.pem'),
  };
  writeFileSync(paths.authority, authority.certificate);
  writeFileSync(paths.certificate, own.certificate);
  writeFileSync(paths.key, own.key);
  const server = await testServer({ certificate: paths, hostNames: ['localhost'] });

  const { preview, teams } = await visit(`localhost:${server.port}`, paths.authority);
  expect(preview).toMatchObject({
    place: `https://localhost:${server.port}`,
    security: { kind: 'authority', words: null },
    pin: null,
  });
  expect(teams).toMatchObject([
    { name: 'Test team', security: { kind: 'authority' }, link: { state: 'live' } },
  ]);

  // Without that authority the name is worth nothing, and saying that it is does not help.
  const stranger = await openPerson();
  const { place } = preview;
  await expect(
    stranger.call('team.join', { place, pin: null, name: 'Jonas' }),
  ).rejects.toMatchObject({ code: 'KEY_CHANGED' });
  // By name and by number it is the server's own key that counts, with the words on its screen.
  for (const address of [`localhost:${server.port}`, `127.0.0.1:${server.port}`])
    expect(await stranger.call('team.look', { place: address })).toMatchObject({
      security: { kind: 'pin', words: server.words },
      pin: server.pin,
    });
  await joinAt(stranger, `localhost:${server.port}`, { name: 'Jonas' });
  await stranger.live();
});

test('who joined by name with the words stays, when the name gets a certificate later', async () => {
  const before = await testServer({ hostNames: ['localhost'] });
  const { port, folder } = before;
  const mara = await openPerson();
  await joinAt(mara, `localhost:${port}`, { name: 'Mara' });
  await mara.live();
  await before.stop();

  const authority = await certificateFor('Company');
  const own = await certificateFor('localhost', { by: authority });
  const files = testFolder();
  const paths = { certificate: join(files, 'chain.pem'), key: join(files, 'key.pem') };
  writeFileSync(paths.certificate, own.certificate);
  writeFileSync(paths.key, own.key);
  await mara.offline();
  await testServer({ folder, port, certificate: paths, hostNames: ['localhost'] });
  await mara.live();
  expect(await mara.state()).toMatchObject({ security: { kind: 'pin', words: before.words } });
});
