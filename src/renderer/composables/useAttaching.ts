// How files come to what is being written: pasted, dropped, or chosen; and what is said of it to
// whoever does not see it.
import { computed, type Ref, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { type Carried, chosenFiles } from '../composer/carried.ts';
import { useAttachments } from '../stores/attachments.ts';
import { useComposer } from '../stores/composer.ts';
import type { Spot } from '../stores/writing.ts';
import { fileName } from '../text/fileName.ts';

/** `chooser`: the field of the system's file chooser. */
export function useAttaching(spot: Ref<Spot>, chooser: Ref<HTMLInputElement | null>) {
  const { t } = useI18n();
  const attachments = useAttachments();
  const composer = useComposer();
  const said = ref('');
  const files = computed(() => attachments.of(spot.value));
  const refused = computed(() => attachments.refusedOf(spot.value));
  const editing = computed(() => composer.editOf(spot.value) !== null);
  watch(
    () => `${spot.value.conversation} ${spot.value.thread}`,
    () => (said.value = ''),
  );

  function take(carried: readonly Carried[]): void {
    if (carried.length === 0) return;
    if (editing.value) return composer.complain(spot.value, { say: 'attach.notWhileEditing' });
    const n = attachments.add(spot.value, carried);
    if (n > 0) said.value = t('attach.added', { n, all: files.value.length }, n);
  }

  function remove(key: string): void {
    const name = fileName(attachments.find(key)?.file.name ?? '');
    attachments.remove(spot.value, key);
    said.value = t('attach.removed', { name, n: files.value.length });
  }

  function choose(): void {
    if (!editing.value) chooser.value?.click();
  }

  function chosen(): void {
    const field = chooser.value;
    if (!field) return;
    take(chosenFiles(field.files ?? []));
    // The same file again is a choice too.
    field.value = '';
  }

  const dismiss = (): void => attachments.dismiss(spot.value);

  return { files, refused, said, take, remove, choose, chosen, dismiss };
}
