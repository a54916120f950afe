// Somebody who has notifications, and somebody who writes to them.
import { expect } from 'vitest';
import { alertBoard, type AlertBoard } from './alertBoard.ts';
import { eventually } from './eventually.ts';
import { newcomer } from './person.ts';
import { testServer } from './server.ts';

/** Mara has notifications, Wei writes; each test with a team of its own. */
export async function pair() {
  const server = await testServer();
  const board = alertBoard();
  const address = server.addresses[0] ?? '';
  const mara = await newcomer(address, 'Mara', { alerts: board });
  const wei = await newcomer(address, 'Wei');
  const general = await mara.find('general');
  const { conversation: direct } = await wei.call('direct.open', { user: await mara.me() });
  return { server, address, board, mara, wei, general, direct };
}

export const says = (board: AlertBoard, texts: string[]): Promise<void> =>
  eventually(() => expect(board.says().toSorted()).toEqual(texts.toSorted()));
