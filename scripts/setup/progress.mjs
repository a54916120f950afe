// A line for each long step: counting seconds on a terminal, start and end in a log file.
// It goes to stderr, so that a command's own output stays clean.

/**
 * @template T
 * @param {string} label what happens, for example "Installing dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const out = process.stderr;
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const draw = () => out.write(`\r${label} … ${seconds()} `);
  const timer = out.isTTY ? setInterval(draw, 500) : undefined;
  if (out.isTTY) draw();
  else out.write(`${label} …\n`);
  try {
    const result = await work();
    out.write(out.isTTY ? `\r${label} … ${seconds()}, done\n` : `${label}: done in ${seconds()}\n`);
    return result;
  } catch (error) {
    out.write(out.isTTY ? `\r${label} … failed\n` : `${label}: failed after ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
