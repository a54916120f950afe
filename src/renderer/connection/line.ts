// A row of measurements as paths of an SVG that is 1 wide and 1 high: the newest at the right edge.

/** `at`: when, in ms of any clock. */
export type Sample = { at: number; ms: number };

/** Further apart than this nothing was measured in between, and nothing is drawn. Milliseconds. */
const gapMs = 3_500;

/** What of `spanMs` before `now` was measured: the line, and the ground below it. */
export function pathsOf(
  samples: readonly Sample[],
  { now, spanMs, top }: { now: number; spanMs: number; top: number },
): { line: string; ground: string } {
  const stretches: string[][] = [];
  let before = -Infinity;
  for (const { at, ms } of samples) {
    // Above the edge is above the edge, however far.
    const [x, y] = [1 - (now - at) / spanMs, Math.max(-0.03, 1 - ms / top)];
    const point = `${round(x)} ${round(y)}`;
    if (at - before > gapMs) stretches.push([]);
    stretches.at(-1)?.push(point);
    before = at;
  }
  return {
    // A stretch of one is a dot: round ends make it seen.
    line: stretches
      .map((points) => `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`)
      .join(''),
    ground: stretches.map(groundOf).join(''),
  };
}

function groundOf(points: readonly string[]): string {
  const [first = '', last = ''] = [points[0], points.at(-1)];
  return `M${first.split(' ')[0]} 1L${points.join('L')}L${last.split(' ')[0]} 1Z`;
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
