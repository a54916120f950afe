// One thing that is asked of the server from a dialog: whether it is under way, and in words why it
// did not work.
import { computed, reactive, ref, shallowRef } from 'vue';
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import { useFailureText } from './useFailureText.ts';

/** `instead`: keys of texts that say more here than the general ones, by code. */
export function useAction(instead: Partial<Record<ErrorCode, string>> = {}) {
  const failureText = useFailureText({ RATE_LIMITED: 'person.tooFast', ...instead });
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);

  const text = computed(() => failure.value && failureText(failure.value));

  /** Answers whether it worked; a second press while the first is under way does nothing. */
  async function run(work: () => Promise<Failure | null>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    failure.value = null;
    failure.value = await work();
    busy.value = false;
    return failure.value === null;
  }

  const forget = () => (failure.value = null);

  return reactive({ busy, failure, text, run, forget });
}
