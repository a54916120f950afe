// Where one has been among the conversations: back and forward, as in a browser, for as long as the team is shown.
const most = 100;

export function createVisited() {
  let trail: readonly string[] = [];
  let at = -1;

  /** Somebody went there by themselves: what lay ahead is no more. */
  function visit(id: string): void {
    if (trail[at] === id) return;
    trail = [...trail.slice(0, at + 1), id].slice(-most);
    at = trail.length - 1;
  }

  /** The nearest place in that direction that is still there and is not where one is. */
  function go(by: 1 | -1, exists: (id: string) => boolean): string | null {
    const here = trail[at];
    for (let next = at + by; trail[next] !== undefined; next += by) {
      const id = trail[next] ?? '';
      if (id === here || !exists(id)) continue;
      at = next;
      return id;
    }
    return null;
  }

  function clear(): void {
    trail = [];
    at = -1;
  }

  return { visit, go, clear };
}
