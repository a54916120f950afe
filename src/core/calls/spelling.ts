// Calls about spelling. A program without it finds nothing wrong, and has nothing to tell.
import { Refusal } from '../../shared/errors.ts';
import type { spellingCalls } from '../../shared/spelling.ts';
import type { Spelling } from '../spelling/spelling.ts';
import type { AppHandlers } from './handlers.ts';

export function createSpellingCalls(
  given: Spelling | undefined,
): AppHandlers<keyof typeof spellingCalls> {
  function spelling(): Spelling {
    if (!given) throw new Refusal('FORBIDDEN', 'this program checks no spelling');
    return given;
  }

  return {
    'spelling.check': async ({ words }) => (given ? given.check(words) : []),
    'spelling.suggest': async ({ word }) => spelling().suggest(word),
    'spelling.state': async () => spelling().state(),
    'spelling.learn': async ({ word }) => spelling().learn(word),
    'spelling.forget': async ({ word }) => spelling().forget(word),
  };
}
