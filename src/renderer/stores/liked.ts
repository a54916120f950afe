// Which emoji this person used last, and in which skin tone: kept by the window for itself.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { recall, remember } from '../memory.ts';

const most = 24;
const usual = ['👍', '❤️', '😂', '🎉', '🙏', '👀', '✅', '🔥'];

export const useLiked = defineStore('liked', () => {
  /** The latest first; what most people use at first. */
  const recent = shallowRef(recentKept());
  /** 0 for none, 1 (light) to 5 (dark). */
  const tone = ref(toneKept());

  function note(emoji: string): void {
    recent.value = [emoji, ...recent.value.filter((one) => one !== emoji)].slice(0, most);
    remember('emoji recent', JSON.stringify(recent.value));
  }

  function choose(wanted: number): void {
    tone.value = wanted;
    remember('emoji tone', String(wanted));
  }

  return { recent, tone, note, choose };
});

function toneKept(): number {
  return Math.min(5, Math.max(0, Math.trunc(Number(recall('emoji tone') ?? 0)) || 0));
}

function recentKept(): readonly string[] {
  try {
    const read: unknown = JSON.parse(recall('emoji recent') ?? 'null');
    if (!Array.isArray(read)) return usual;
    const kept = read.filter((one) => typeof one === 'string' && /^\p{RGI_Emoji}$/v.test(one));
    return kept.length > 0 ? (kept as string[]) : usual;
  } catch {
    return usual;
  }
}
