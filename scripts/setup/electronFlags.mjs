import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What Electron must be told on this machine. Ordinary users keep the sandbox. */
export function electronFlags() {
  if (process.platform !== 'linux') return [];
  const flags = [];
  // Chromium refuses to start as root with its sandbox on.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  if (!existsSync('/dev/dri')) flags.push('--disable-gpu');
  return flags;
}

/**
 * Some systems forbid ordinary users the namespaces that the sandbox is made of; then it needs its
 * helper to belong to root.
 * @param {string} electron the folder with the program in it
 * @returns {string | undefined} what the person must do
 */
export function sandboxProblem(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined;
  const helper = join(electron, 'chrome-sandbox');
  if (namespacesAllowed() || isSetuidRoot(helper)) return undefined;
  return `This system keeps Chromium's sandbox from working. If no window opens, run once: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}

function namespacesAllowed() {
  return (
    setting('/proc/sys/kernel/unprivileged_userns_clone') !== '0' &&
    setting('/proc/sys/user/max_user_namespaces') !== '0' &&
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1'
  );
}

/** @param {string} file */
function setting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function isSetuidRoot(file) {
  try {
    const { uid, mode } = statSync(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}
