// What a server, or any computer on the network, says that it or somebody is called, before anybody
// has joined it: text of any length, which may try to look like something else.
import { shown } from '../../shared/text/shown.ts';

/** As much of a name as anybody reads. UTF-16 units; our own servers allow 40. */
const longest = 60;

/** Safe to be shown among words of ours; '…' when nothing is left. */
export function called(said: string): string {
  const name = shown(said.slice(0, 1000));
  return (name.length > longest ? `${name.slice(0, longest)}…` : name).toWellFormed() || '…';
}
