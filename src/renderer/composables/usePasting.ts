// Pasting into the field: rich text becomes Markdown, unless Ctrl+Shift+V asked for the bare text;
// files and pictures are attached.
import type { Ref } from 'vue';
import { type Carried, readClipboard } from '../composer/carried.ts';
import { put } from '../composer/field.ts';
import { richText, toMarkdown } from '../composer/pasted.ts';

export function usePasting(
  area: Ref<HTMLTextAreaElement | null>,
  attach: (files: Carried[]) => void,
) {
  let bare = false;

  function keydown({ code, ctrlKey, metaKey, shiftKey }: KeyboardEvent): void {
    bare = code === 'KeyV' && shiftKey && (ctrlKey || metaKey);
  }

  function paste(event: ClipboardEvent): void {
    const box = area.value;
    const data = event.clipboardData;
    if (!box || !data || bare) return void (bare = false);
    const { files, text: withText } = readClipboard(data);
    if (files.length > 0) attach(files);
    if (!withText) return event.preventDefault();
    const page = richText(data.getData('text/html'));
    if (!page) return;
    event.preventDefault();
    const plain = data.getData('text/plain');
    void toMarkdown(page)
      .catch(() => plain)
      .then((text) => put(box, box.selectionStart, box.selectionEnd, text || plain));
  }

  return { keydown, paste };
}
