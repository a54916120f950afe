// Copies a text and says so for a moment.
import { ref } from 'vue';

const shownMs = 1_600;

export function useCopy() {
  const copied = ref<string | null>(null);
  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = text;
      setTimeout(() => (copied.value = null), shownMs);
    } catch {
      // Without the permission the text stays selectable beside the button.
    }
  }
  return { copied, copy };
}
