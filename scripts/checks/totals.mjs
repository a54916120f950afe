import { readFileSync } from 'node:fs';

/**
 * The totals of a vitest run. A file that could not even be loaded has no tests to count, so it
 * counts as one that failed.
 * @param {string} file vitest's JSON report
 */
export function readTotals(file) {
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
   *   numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No report: vitest itself broke, or was stopped.
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const broken = report.testResults.filter(
    (result) =>
      result.status === 'failed' &&
      !result.assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
