// What axe finds wrong with a page as it stands: what a screen reader, a keyboard or weak eyes would stumble over.
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const counted: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);

export type Looking = {
  /** Only this part of the page. */
  within?: string;
  /** Only these rules of axe. */
  rules?: string[];
};

/** Each as "rule: where: what"; empty when there is nothing serious. Once the page stands still. */
export async function axeFinds(page: Page, { within, rules }: Looking = {}): Promise<string[]> {
  // By the debugger and not by a script element: the window takes no scripts but its own.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  const options = {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  };
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${within ? JSON.stringify(within) : 'document'}, ${JSON.stringify(options)})`,
  );
  return violations
    .filter(({ impact }) => counted.has(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) =>
          `${id}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
      ),
    );
}
