// F6 goes round the parts of the window: sidebar, messages, composer, side panel.
export function nextRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) =>
    region.checkVisibility(),
  );
  // The composer of a thread stands inside the side panel.
  const here = regions.findLastIndex((region) => region.contains(document.activeElement));
  const start = here === -1 && by === -1 ? 0 : here;
  const region = regions[(start + by + regions.length) % regions.length];
  const inside = region?.querySelector<HTMLElement>('[data-region-focus]') ?? region;
  inside?.focus();
}
