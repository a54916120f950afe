// Whether others see this person as away: because nobody sits here, or because they said so.
export type Away = {
  idle(on: boolean): void;
  choose(on: boolean): void;
  chosen(): boolean;
};

/** `tell` hears each change. What was chosen holds until it is taken back, or the app ends. */
export function createAway(tell: (away: boolean) => void): Away {
  const state = { idle: false, chosen: false };
  let told = false;
  function set(which: keyof typeof state, on: boolean): void {
    state[which] = on;
    const now = state.idle || state.chosen;
    if (now === told) return;
    told = now;
    tell(now);
  }
  return {
    idle: (on) => set('idle', on),
    choose: (on) => set('chosen', on),
    chosen: () => state.chosen,
  };
}
