// The key in a server's folder, while no server runs there.
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import { type Identity, pinOfIdentity } from '../../src/node/identity.ts';

const open = (folder: string) =>
  openSqliteStore({
    folder,
    team: 'unused',
    worker: new URL('../../server/store/worker.ts', import.meta.url),
    onCrash(error) {
      throw error;
    },
  });

export async function serverKey(folder: string): Promise<Identity & { pin: string }> {
  const store = await open(folder);
  try {
    const identity = JSON.parse((await store.readIdentity()) ?? '') as Identity;
    return { ...identity, pin: pinOfIdentity(identity) };
  } finally {
    await store.close();
  }
}

export async function replaceKey(
  folder: string,
  change: (old: Identity) => Promise<Identity>,
): Promise<void> {
  const { pin: _pin, ...old } = await serverKey(folder);
  const store = await open(folder);
  await store.writeIdentity(JSON.stringify(await change(old)));
  await store.close();
}
