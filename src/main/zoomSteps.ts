// The sizes at which everything can be shown.

/** Per cent. Small steps near the usual size, larger ones away from it. */
export const zoomSteps = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;
export const usualZoom = 100;

/** The step after this one; a size between two steps goes to the nearer of its neighbours on that side. */
export function nextZoom(now: number, steps: 1 | -1): number {
  const further = zoomSteps.filter((step) => (step - now) * steps > 0);
  return (steps > 0 ? further[0] : further.at(-1)) ?? now;
}
