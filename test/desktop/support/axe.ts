// What axe finds wrong with a page as it stands: what a screen reader, a keyboard or weak eyes would stumble over.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** As the settings would, which a menu that is open need not live through. */
export type Colours = { theme: 'dark' | 'light'; contrast: 'more' | 'system' };

export type Looking = {
  /** Only this part of the page. */
  within?: string;
  /** What is about colours is looked at again in each of these; null: not even in those that are worn. */
  colours?: readonly Colours[] | null;
};

/** Each as "rule: where: what"; empty when there is nothing serious. Once the page stands still. */
export async function axeFinds(
  page: Page,
  { within, colours = [] }: Looking = {},
): Promise<string[]> {
  const looking = { within: within ?? null, colours };
  const found = await page.evaluate(lookThere, looking);
  if (found) return found;
  // By the debugger and not by a script element: the window takes no scripts but its own.
  await page.evaluate(axe.source);
  return (await page.evaluate(lookThere, looking)) ?? [];
}

/** In the page, in one go: it draws none of the colours in between, and only what was found comes back. */
async function lookThere(looking: {
  within: string | null;
  colours: readonly Colours[] | null;
}): Promise<string[] | null> {
  const there = globalThis as unknown as { axe?: typeof axe };
  if (!there.axe) return null;
  const { run } = there.axe;
  const counted: readonly unknown[] = ['serious', 'critical'];
  async function look(rules?: string[]): Promise<string[]> {
    const { violations } = await run(looking.within ?? document, {
      resultTypes: ['violations'],
      ...(rules && { runOnly: { type: 'rule', values: rules } }),
      ...(!looking.colours && { rules: { 'color-contrast': { enabled: false } } }),
    });
    return violations
      .filter(({ impact }) => counted.includes(impact))
      .flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary = '' }) =>
            `${id}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
        ),
      );
  }
  const finds = await look();
  const { dataset } = document.documentElement;
  const { theme, contrast } = dataset;
  for (const worn of looking.colours ?? []) {
    Object.assign(dataset, worn);
    const found = await look(['color-contrast']);
    finds.push(...found.map((one) => `${worn.theme} ${worn.contrast}: ${one}`));
  }
  Object.assign(dataset, { theme, contrast });
  return finds;
}
