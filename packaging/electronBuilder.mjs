// How the app is packed on each system, for electron-builder. `npm run dist` starts it, and makes the .deb itself
// (scripts/packing), because electron-builder would download a program for that.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unusedModules } from '../scripts/packing/modules.mjs';

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'app.lanline.Lanline',
  productName: 'Lanline',
  copyright: 'Copyright © 2026 Lanline contributors',
  directories: { output: process.env['LANLINE_DIST'] ?? 'dist' },
  // Otherwise it downloads one.
  electronDist: process.env['LANLINE_DIST_ELECTRON'],
  electronLanguages: ['en-US', 'zh-CN'],
  artifactName: 'lanline-${version}-${os}-${arch}.${ext}',
  // The prebuilt binaries of better-sqlite3 fit as they are.
  npmRebuild: false,
  publish: null,
  files: [
    'out/{main,preload,renderer}/**',
    'resources/icon.png',
    ...unusedModules().map((name) => `!node_modules/${name}/**`),
    '!node_modules/better-sqlite3/{deps,src}/**',
    '!node_modules/better-sqlite3/prebuilds/*',
    'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
    '!**/*.{map,ts,mts,cts}',
    '!node_modules/hunspell-wasm/{dist,docs,src}/**',
    '!node_modules/pino/{benchmarks,docs,examples,test}/**',
    '!node_modules/rate-limiter-flexible/.*/**',
  ],
  // Outside the archive only what the system itself has to load.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  extraMetadata: {
    // The name of the desktop entry, by which Linux desktops know whose window it is.
    desktopName: 'lanline.desktop',
    // Whose signature the app takes updates by.
    releaseKeys: (process.env['LANLINE_DIST_KEYS'] ?? '').split(',').filter((key) => key !== ''),
  },
  // On Linux, Electron does not check the archive; there it belongs to root.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  async afterPack({ appOutDir, electronPlatformName }) {
    const mac = join(appOutDir, 'Lanline.app', 'Contents', 'Resources');
    const resources = electronPlatformName === 'darwin' ? mac : join(appOutDir, 'resources');
    // What Electron shows when it has no app.
    await rm(join(resources, 'default_app.asar'), { force: true });
  },
  protocols: [{ name: 'Lanline', schemes: ['lanline'] }],
  linux: {
    executableName: 'lanline',
    icon: 'resources/icons',
    category: 'Network',
    synopsis: 'A messenger for the people on one network',
    description: 'A messenger for the people on one network, hosted by one of them.',
    maintainer: 'Lanline contributors <lanline@lanline.invalid>',
    vendor: 'Lanline contributors',
    target: ['AppImage', 'rpm'],
    desktop: {
      entry: {
        GenericName: 'Messenger',
        Categories: 'Network;InstantMessaging;Chat;',
        StartupWMClass: 'lanline',
      },
    },
  },
  win: { icon: 'resources/icon.png', target: ['nsis'] },
  // For one person, without an administrator; what they wrote stays when the app goes.
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
  mac: {
    // As they are called there.
    electronLanguages: ['en', 'zh_CN'],
    icon: 'resources/icon.png',
    category: 'public.app-category.social-networking',
    target: ['dmg'],
    extendInfo: {
      NSLocalNetworkUsageDescription: 'Lanline finds teams on this network, and shows yours there.',
      NSBonjourServices: ['_lanline._tcp'],
    },
  },
};
