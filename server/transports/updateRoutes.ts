// The version of the app that the team is offered, as a generic update feed: its feeds and their packages, and nothing
// else of the folder.
import type Router from '@koa/router';
import type { Store } from '../store/store.ts';
import type { Updates } from '../updates/folder.ts';
import { answerNothing } from './frontPage.ts';
import { sendFile } from './sendFile.ts';

export type UpdateParts = {
  store: Pick<Store, 'offeredUpdate'>;
  updates: Pick<Updates, 'find'>;
};

export function addUpdateRoutes(router: Router, { store, updates }: UpdateParts): void {
  router.get('/updates/:name', async (context) => {
    const name = context.params['name'] ?? '';
    const version = await store.offeredUpdate();
    const file = version === null ? null : await updates.find(version, name);
    if (file === null) return answerNothing(context);
    context.type = name.endsWith('.yml') ? 'text/yaml' : 'application/octet-stream';
    context.set('Content-Security-Policy', "default-src 'none'; sandbox");
    sendFile(context, file);
  });
}
