// Channels as people call them.
import { nameKey } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Console } from './console.ts';

/** The ids of open channels by these names, with or without #. Throws NOT_FOUND. */
export async function channelsCalled(console: Console, names: string[]): Promise<string[]> {
  const channels = names.length === 0 ? [] : (await console.ask('channel.browse', {})).channels;
  return names.map((name) => {
    const key = nameKey(name.replace(/^#/, ''));
    const found = channels.find((each) => nameKey(each.name) === key);
    if (found) return found.id;
    throw new Refusal('NOT_FOUND', `there is no channel ${name}`, { field: 'channel' });
  });
}
