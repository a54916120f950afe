// Desktop tests on networks of their own: skipped, and said why, where there can be none.
import { describe, onTestFinished } from 'vitest';
import { type Capture, startCapture, whyNoCapture } from '../../support/capture.ts';
import { hasDesktop } from '../../support/electron.ts';
import { createLan, type Lan, whyNoNamespaces } from '../../support/namespaces.ts';

const noLan = await whyNoNamespaces();
const noCapture = noLan ?? (await whyNoCapture());
if (noLan) console.log(`Tests on networks of their own are skipped: ${noLan}.`);
else if (noCapture) console.log(`Tests of what leaves the network are skipped: ${noCapture}.`);

const hasLan = hasDesktop && noLan === undefined;
const hasCapture = hasDesktop && noCapture === undefined;
export const describeLan = hasLan ? describe : describe.skip;
export const describeCapture = hasCapture ? describe : describe.skip;

/** Gone with the test. */
export async function testLan(count: number, options?: { connected: number }): Promise<Lan> {
  const lan = await createLan(count, options);
  onTestFinished(lan.close);
  return lan;
}

/** Ends with the test. */
export async function captureOf(lan: Lan): Promise<Capture> {
  const capture = await startCapture(lan);
  onTestFinished(capture.close);
  return capture;
}
