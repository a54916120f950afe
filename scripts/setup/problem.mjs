/** Something the person can act on: shown as its one line, without a stack. */
export class Problem extends Error {}

/**
 * Runs a script's main function and turns its result into the exit code.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Problem ? `\nLanline: ${error.message}` : error);
    process.exitCode = 1;
  }
}
