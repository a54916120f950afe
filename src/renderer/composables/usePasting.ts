// Pasting into the field: rich text becomes Markdown, unless Ctrl+Shift+V asked for the bare text.
import type { Ref } from 'vue';
import { put } from '../composer/field.ts';
import { richText, toMarkdown } from '../composer/pasted.ts';

export function usePasting(area: Ref<HTMLTextAreaElement | null>) {
  let bare = false;

  function keydown({ code, ctrlKey, metaKey, shiftKey }: KeyboardEvent): void {
    bare = code === 'KeyV' && shiftKey && (ctrlKey || metaKey);
  }

  function paste(event: ClipboardEvent): void {
    const box = area.value;
    const data = event.clipboardData;
    if (!box || !data || bare) return void (bare = false);
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
