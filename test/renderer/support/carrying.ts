// What the clipboard or the pointer carries, as far as our code looks at it.

export type Thing = { file: File; folder?: boolean; kept?: boolean };

/** A file of this name, `bytes` long. */
export const fileOf = (name: string, content: BlobPart = 'x', type = ''): File =>
  new File([content], name, { type });

/** One that was moved away: its name is there, its content is not. */
export function lostFile(name: string): File {
  const file = fileOf(name);
  const gone = { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
  return Object.assign(file, { slice: () => gone });
}

export function carrying(
  things: readonly Thing[],
  texts: Readonly<Record<string, string>> = {},
): DataTransfer {
  const items = things.map(({ file, folder = false, kept = true }) => ({
    kind: 'file',
    getAsFile: () => file,
    webkitGetAsEntry: () => (kept ? { isDirectory: folder } : null),
  }));
  const types = [...Object.keys(texts), ...(things.length > 0 ? ['Files'] : [])];
  const data = {
    items,
    files: things.map(({ file }) => file),
    types,
    dropEffect: '',
    getData: (type: string) => texts[type] ?? '',
  };
  // As much of it as there is here.
  return data as object as DataTransfer;
}

/** Sends it to an element; answers the event, to see what became of it. */
export function send(
  to: EventTarget,
  type: 'paste' | 'dragenter' | 'dragover' | 'dragleave' | 'drop',
  data: DataTransfer | null,
): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const name = type === 'paste' ? 'clipboardData' : 'dataTransfer';
  Object.defineProperty(event, name, { value: data });
  if (type === 'dragleave') Object.defineProperty(event, 'relatedTarget', { value: null });
  to.dispatchEvent(event);
  return event;
}
