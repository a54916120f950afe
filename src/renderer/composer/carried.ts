// What the clipboard or the pointer carries: which files, whether they are folders, and whether the
// text that lies beside them is text of its own.

export type Carried = {
  file: File;
  folder: boolean;
  /** A file that lies somewhere; without it a picture that only the clipboard holds. */
  kept: boolean;
};

/** Characters of HTML; whatever is longer holds words. */
const longest = 500_000;

export const carriesFiles = (data: DataTransfer | null): boolean =>
  data?.types.includes('Files') === true;

/** To be called while the event is handled: afterwards nothing is in it any more. */
export function carriedFiles(data: DataTransfer | null): Carried[] {
  if (!data) return [];
  const found = [...data.items].flatMap((item): Carried[] => {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    const entry = file && item.webkitGetAsEntry();
    return file ? [{ file, folder: entry?.isDirectory === true, kept: Boolean(entry) }] : [];
  });
  return found.length > 0 ? found : chosenFiles(data.files);
}

/** What a file chooser answers: never folders. */
export const chosenFiles = (files: Iterable<File>): Carried[] =>
  [...files].map((file) => ({ file, folder: false, kept: true }));

/** `files` are attached; `text`: what is written beside them is pasted as well. */
export function readClipboard(data: DataTransfer): { files: Carried[]; text: boolean } {
  const files = carriedFiles(data);
  if (files.length === 0) return { files, text: true };
  const html = data.getData('text/html');
  const plain = data.getData('text/plain');
  const [only] = files;
  // Word processors lay a picture of the text beside the text. A picture that was copied in a browser
  // has HTML too, but no words in it.
  if (files.length === 1 && only && !only.kept && only.file.type.startsWith('image/')) {
    const words = html === '' ? plain.trim() !== '' && !isPlace(plain) : hasWords(html);
    return words ? { files: [], text: true } : { files: [named(only)], text: false };
  }
  return { files, text: plain.trim() !== '' && !tells(plain, files) };
}

function hasWords(html: string): boolean {
  if (html.length > longest) return true;
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const one of page.querySelectorAll('script,style,template,noscript')) one.remove();
  return (page.body.textContent ?? '').trim() !== '';
}

/** An address or a path, which tells where a picture came from. */
const isPlace = (text: string): boolean =>
  /^(?:[a-z][a-z\d+.-]*:\/\/|\/|[a-z]:\\)\S*$/iu.test(text.trim());

/** File managers say the names or paths of the files as text, too. */
function tells(text: string, files: readonly Carried[]): boolean {
  const names = new Set(files.map(({ file }) => file.name));
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  return lines.every((line) => names.has(lastOf(line)));
}

function lastOf(path: string): string {
  const last =
    path
      .trim()
      .replace(/[\\/]+$/u, '')
      .split(/[\\/]/u)
      .at(-1) ?? '';
  try {
    return /^file:/iu.test(path) ? decodeURIComponent(last) : last;
  } catch {
    return last;
  }
}

/** All pictures of the clipboard are called the same: with its time each can be told from the others. */
function named(carried: Carried): Carried {
  const { file } = carried;
  const [, ending = ''] = /\.([a-z\d]{1,5})$/iu.exec(file.name) ?? [];
  const at = new Date();
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const time = [two(at.getHours()), two(at.getMinutes()), two(at.getSeconds())].join('.');
  const name = `${day} ${time}.${ending || 'png'}`;
  return { ...carried, file: new File([file], name, { type: file.type }) };
}
