// Programs that some tests look at the app with: networks of their own, captures, a bus, a keyring, a browser.
// The app needs none of them, and where one is missing only its tests are skipped, and say so.
import { installPackages } from './aptPackages.mjs';
import { runQuietly } from './run.mjs';

/** Each program, and Debian's package with it. */
const tools = {
  ip: 'iproute2',
  tcpdump: 'tcpdump',
  'dbus-daemon': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  chromium: 'chromium',
  openbox: 'openbox',
  gio: 'libglib2.0-bin',
};

/** Installs what is missing where that needs nobody's password. */
export async function ensureTestTools() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  const missing = [];
  for (const [program, debian] of Object.entries(tools)) {
    if (!(await hasProgram(program))) missing.push(debian);
  }
  if (missing.length === 0) return;
  const left = await installPackages('Installing what some tests look with', missing);
  if (left) console.error(left);
}

/** @param {string} program */
async function hasProgram(program) {
  return (await runQuietly('sh', ['-c', `command -v ${program}`])).ok;
}
