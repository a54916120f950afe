// Which emoji this person used last, and in which skin tone: kept by the window for itself.
import { ref, shallowRef } from 'vue';
import { recall, remember } from '../memory.ts';

const most = 24;
const usual = ['👍', '❤️', '😂', '🎉', '🙏', '👀', '✅', '🔥'];

const used = shallowRef<readonly string[] | null>(null);
const tone = ref<number | null>(null);

/** The latest first; what most people use at first. */
export function recentEmoji(): readonly string[] {
  used.value ??= stored();
  return used.value;
}

export function noteEmoji(emoji: string): void {
  used.value = [emoji, ...recentEmoji().filter((one) => one !== emoji)].slice(0, most);
  remember('emoji recent', JSON.stringify(used.value));
}

/** 0 for none, 1 (light) to 5 (dark). */
export function skinTone(): number {
  tone.value ??= Math.min(5, Math.max(0, Math.trunc(Number(recall('emoji tone') ?? 0)) || 0));
  return tone.value;
}

export function setSkinTone(wanted: number): void {
  tone.value = wanted;
  remember('emoji tone', String(wanted));
}

function stored(): readonly string[] {
  try {
    const read: unknown = JSON.parse(recall('emoji recent') ?? 'null');
    if (!Array.isArray(read)) return usual;
    const kept = read.filter((one) => typeof one === 'string' && /^\p{RGI_Emoji}$/v.test(one));
    return kept.length > 0 ? (kept as string[]) : usual;
  } catch {
    return usual;
  }
}
