// What every page here needs: to ask the server something, and to know who somebody is.

/** Where the token waits between two reloads of this tab. It is gone when the tab is closed. */
const place = 'lanline-token';
export const keptToken = () => sessionStorage.getItem(place);
export const keepToken = (token) => sessionStorage.setItem(place, token);
export const forgetToken = () => sessionStorage.removeItem(place);

/**
 * A command by HTTP: resolves with its answer, throws what the server says is wrong, with its `code`.
 * Everything that exists stands in /api/v1/openapi.json.
 */
export async function ask(name, input, token = keptToken()) {
  return answerOf(
    await fetch('/api/v1/commands', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ name, input }),
    }),
  );
}

/** Every answer has one of two shapes: { ok: true, value } or { ok: false, error: { code, message } }. */
export async function answerOf(response) {
  const answer = await response.json();
  if (answer.ok) return answer.value;
  throw Object.assign(new Error(answer.error.message), answer.error);
}

/** A UUID in small letters, also where the page came without encryption and the browser has no randomUUID. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** 256 random bits: what this page proves itself with from now on. */
export const newToken = () =>
  [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** Everything there is at this moment: people, conversations with their newest events, and the cursor `head`. */
export async function snapshot() {
  const whole = { people: [], conversations: [] };
  let page;
  do {
    const part = await ask('sync.snapshot', page ? { page } : {});
    // The first part's head: what happened while the others were read comes once more, and once is enough.
    whole.head ??= part.head;
    whole.people.push(...part.people);
    whole.conversations.push(...part.conversations);
    page = part.nextPage;
  } while (page);
  return whole;
}

/** An element with text in it. Text, never HTML: what people write stays what they wrote. */
export function element(tag, text = '', classes = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = classes;
  return made;
}

export const pause = (seconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
