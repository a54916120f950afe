// Loaded into the app before its own code: takes back the switches that Playwright gives every
// Chromium. They keep it from calling home, and from the keyring: exactly what is tested here.
const { readFileSync } = require('node:fs');
const { app } = require('electron');

const loader = Object.keys(require.cache).find((file) => /electron.loader\.js$/.test(file));
if (!loader) throw new Error('Playwright starts Electron in another way now');
for (const [, name] of readFileSync(loader, 'utf8').matchAll(/"--([a-z-]+)/g)) {
  // The one by which it finds the window.
  if (name !== 'remote-debugging-port') app.commandLine.removeSwitch(name);
}
