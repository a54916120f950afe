// Chromium marks what main's dictionaries do not know. Its own checker is off, because it would download its
// dictionaries; it only cuts the text into words here, those of one script at a time.
import { ipcRenderer, webFrame } from 'electron';
import type { Outcome } from '../shared/errors.ts';
import { proseOf } from '../shared/prose.ts';
import { type Script, scriptsOf } from '../shared/scripts.ts';
import { longestWord, mostWords } from '../shared/spelling.ts';
import { checkedFields, whenWritten, writtenField, writtenLast } from './field.ts';

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

/** Chromium forgets a field's marks when it is not to be checked, but only notices after a moment. */
const momentMs = 100;

export function checkSpelling(): void {
  let script: Script = 'Latin';
  /** Questions of Chromium. It has one at a time: an answer to an older one would be taken for the newest. */
  let asked = 0;
  let answered = 0;

  function provide(next: Script): void {
    script = next;
    webFrame.setSpellCheckProvider(languages[next] ?? 'en', {
      spellCheck(words, answer) {
        const mine = ++asked;
        void wrongAmong(words).then((wrong) => {
          if (mine !== asked) return;
          answered = mine;
          answer(wrong);
        });
      },
    });
  }

  provide(script);
  whenWritten(() => {
    const field = writtenField();
    const next = field && scriptsOf(lastLetter(writtenLast(field)))[0];
    // Not while a question is open: it would never be answered.
    if (next && next !== script && languages[next] && asked === answered) provide(next);
  });
  ipcRenderer.on('api:push', (_event, name: string) => {
    if (name === 'spelling') checkAgain();
  });
}

/** The letter before the cursor, whatever stands between. */
const lastLetter = (text: string): string => /\p{L}(?=\P{L}*$)/u.exec(text)?.[0] ?? '';

/** What main cannot answer counts as right. */
async function wrongAmong(words: string[]): Promise<string[]> {
  const field = writtenField();
  const prose = field ? proseOf(field.value) : null;
  const doubtful = words
    .filter((word) => word.length <= longestWord && (prose === null || prose.includes(word)))
    .slice(0, mostWords);
  if (doubtful.length === 0) return [];
  try {
    const answer: Outcome<string[]> = await ipcRenderer.invoke(
      'api',
      'spelling.check',
      { words: doubtful },
      null,
    );
    return answer.ok ? answer.value : [];
  } catch {
    return [];
  }
}

/** Chromium looks at a text once. It does so again where checking was off meanwhile and the cursor moved. */
function checkAgain(): void {
  const fields = checkedFields();
  for (const field of fields) field.spellcheck = false;
  setTimeout(() => {
    for (const field of fields) field.spellcheck = true;
    const field = writtenField();
    if (!field) return;
    const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = field;
    if (start === null || end === null) return;
    field.setSelectionRange(0, 0);
    field.setSelectionRange(start, end, direction);
  }, momentMs);
}
