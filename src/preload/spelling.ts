// Chromium marks what main's dictionaries do not know. Its own checker is off, because it would download its
// dictionaries; it only cuts the text into words here, those of one script at a time.
import { ipcRenderer, webFrame } from 'electron';
import type { Outcome } from '../shared/errors.ts';
import { longestWord, mostWords, proseOf } from '../shared/prose.ts';
import { type Script, scriptsOf } from '../shared/scripts.ts';
import type { SpellingFound } from '../shared/spelling.ts';
import { isComposing, stir, whenReady, whenWritten, writtenField, writtenLast } from './field.ts';

/** A language by which Chromium knows the script. Scripts without spaces between words have none. */
const languages: Partial<Record<Script, string>> = {
  Latin: 'en',
  Cyrillic: 'ru',
  Greek: 'el',
  Arabic: 'ar',
  Hebrew: 'he',
  Armenian: 'hy',
  Georgian: 'ka',
  Hangul: 'ko',
  Devanagari: 'hi',
  Bengali: 'bn',
  Gurmukhi: 'pa',
  Gujarati: 'gu',
  Tamil: 'ta',
  Telugu: 'te',
  Kannada: 'kn',
  Malayalam: 'ml',
  Sinhala: 'si',
  Ethiopic: 'am',
};

const mostKnown = 20_000;
/** By then Chromium has asked of what was written last; a hand that comes in between makes it forget that. */
const askedWithinMs = 2_000;

export function checkSpelling(): void {
  let script: Script = 'Latin';
  const verdicts = createVerdicts();
  /** Marks may be wrong, and now is not the time. */
  let due = false;
  /** Something was written of which Chromium has not asked yet. */
  let unasked = false;
  let late: ReturnType<typeof setTimeout> | undefined;

  function checkAgain(): void {
    const field = writtenField();
    due = field === null || isComposing();
    if (field && !due) stir(field);
  }

  function provide(next: Script): void {
    script = next;
    webFrame.setSpellCheckProvider(languages[next] ?? 'en', {
      // Answered at once: what comes while Chromium asks for the next text is lost, or worse.
      spellCheck(words, answer) {
        unasked = false;
        answer(verdicts.wrongAmong(doubtful(words)));
      },
    });
  }

  provide(script);
  whenWritten(() => {
    const field = writtenField();
    const next = field && scriptsOf(lastLetter(writtenLast(field)))[0];
    if (!next || !languages[next]) return;
    if (next !== script) provide(next);
    unasked = true;
    clearTimeout(late);
    late = setTimeout(() => {
      if (unasked) checkAgain();
    }, askedWithinMs);
  });
  whenReady(() => {
    if (due) checkAgain();
  });
  ipcRenderer.on('api:push', (_event, name: string, payload: unknown) => {
    if (name !== 'spelling') return;
    const found = payload as SpellingFound | null;
    if (found) verdicts.add(found);
    else verdicts.clear();
    if (!found || found.wrong.length > 0) checkAgain();
  });
}

/** What main said of words. What it cannot say counts as right, until it does. */
function createVerdicts() {
  const wrong = new Map<string, boolean>();

  function add(found: SpellingFound): void {
    if (wrong.size > mostKnown) wrong.clear();
    for (const word of found.words) wrong.set(word, false);
    for (const word of found.wrong) wrong.set(word, true);
  }

  return {
    add,
    clear: (): void => wrong.clear(),
    wrongAmong(words: string[]): string[] {
      const unknown = words.filter((word) => !wrong.has(word)).slice(0, mostWords);
      if (unknown.length > 0) {
        const said: Outcome<string[] | null> = ipcRenderer.sendSync('api:spelling', unknown);
        if (said.ok) add({ words: unknown, wrong: said.value ?? [] });
      }
      return words.filter((word) => wrong.get(word) === true);
    },
  };
}

/** The letter before the cursor, whatever stands between. */
const lastLetter = (text: string): string => /\p{L}(?=\P{L}*$)/u.exec(text)?.[0] ?? '';

/** Those that stand in language, and not only in code, links and names. */
function doubtful(words: string[]): string[] {
  const field = writtenField();
  const prose = field ? proseOf(field.value) : null;
  return words.filter(
    (word) => word.length <= longestWord && (prose === null || prose.includes(word)),
  );
}
