// What the window may not do: reach any network, navigate, open windows, ask for devices.
// The renderer shows what others wrote, so it is treated as if it could be taken over.
import { app, type Session, type WebContents } from 'electron';
import type { Log } from './log.ts';
import { openLink } from './openLink.ts';

const permissions: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write']);

/** Before Electron is ready: Chromium itself resolves no name, asks no proxy, updates nothing. Node's sockets are not touched. */
export function cutChromiumFromNetwork(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('no-proxy-server');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
}

export function lockSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permissions.has(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => permissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  // Without this it tries to download a dictionary all the same.
  session.setSpellCheckerLanguages([]);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isOwn(details.url);
    if (cancel)
      log('warn', 'a request from the window was stopped', { url: details.url.slice(0, 200) });
    answer({ cancel });
  });
}

/** Holds for every page this process will ever have. */
export function lockPages(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    refuseNavigation(contents, log);
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url, log);
      return { action: 'deny' };
    });
  });
}

function refuseNavigation(contents: WebContents, log: Log): void {
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
    log('warn', 'a navigation was stopped', { url: event.url.slice(0, 200) });
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

const own = ['app://lanline/', 'blob:app://lanline/', 'devtools://devtools/bundled/'];
const isOwn = (link: string): boolean => own.some((start) => link.startsWith(start));
