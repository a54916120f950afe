// Versions as in package.json, and which of two is newer.

/** `1.2.3`, or `1.2.3-beta.4`. */
export const versionPattern =
  /^(?:0|[1-9]\d{0,6})(?:\.(?:0|[1-9]\d{0,6})){2}(?:-[0-9a-z]+(?:\.[0-9a-z]+)*)?$/;

/** Above 0 when `a` is the newer one, 0 for the same, as semver has it: what leads to a version is older than it. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  return compareLists(x.core, y.core) || compareLeading(x.leading, y.leading);
}

function parts(version: string): { core: string[]; leading: string[] } {
  const [core = '', ...rest] = version.split('-');
  return { core: core.split('.'), leading: rest.length > 0 ? rest.join('-').split('.') : [] };
}

function compareLeading(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareLists(a, b);
}

function compareLists(a: string[], b: string[]): number {
  for (const [n, word] of a.entries()) {
    const other = b[n];
    if (other === undefined) return 1;
    const order = compareWords(word, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareWords(a: string, b: string): number {
  const [x, y] = [a, b].map((word) => (/^\d+$/.test(word) ? Number(word) : NaN));
  if (x !== undefined && y !== undefined && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  // Numbers come before words.
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
