// After each test: clocks, methods and globals that it replaced are the real ones again. Whatever else it leaves
// would be there for all tests after it, also those of other files, so it fails.
import { disposePinia, getActivePinia, setActivePinia } from 'pinia';
import { afterEach, vi } from 'vitest';
import { shownTeam } from '../../../src/renderer/api.ts';
import { emptyPage, leftOnPage, turn } from './page.ts';

/** What libraries note there for themselves, when they are first read, begins with two lines. */
const globals = () => ofOurs(Object.getOwnPropertyDescriptors(globalThis));
const environment = () => ({ ...process.env });
const before = { globals: globals(), environment: environment() };

afterEach(async () => {
  // Whatever a closed window still waited for finds nobody.
  await turn();
  forgetStores();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  const left = [
    ...leftOnPage(),
    ...(shownTeam() === null ? [] : ['a team that is shown']),
    ...changed(before.globals, globals()),
    ...changed(before.environment, environment()),
  ];
  emptyPage();
  if (left.length > 0) throw new Error(`left for the tests that follow: ${left.join(', ')}`);
});

function forgetStores(): void {
  const pinia = getActivePinia();
  if (pinia) disposePinia(pinia);
  setActivePinia(undefined);
}

type Things = Readonly<Record<string, unknown>>;

function ofOurs(all: Readonly<Record<string, PropertyDescriptor>>): Things {
  const named = Object.entries(all).filter(([name]) => !name.startsWith('__'));
  return Object.fromEntries(named.map(([name, { value }]) => [name, value as unknown]));
}

function changed(was: Things, is: Things): string[] {
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].filter((name) => !Object.is(was[name], is[name]));
}
