// Composition root of the desktop app: the core in this process, the window in a sandbox, the
// hosted server in a process of its own.
import { join } from 'node:path';
import { app, type BrowserWindow, powerMonitor, session } from 'electron';
import type { Asker } from '../core/windows.ts';
import type { Failure } from '../shared/errors.ts';
import { createAppearance } from './appearance.ts';
import { shortened } from './arguments.ts';
import { readAutostart, setAutostart } from './autostart.ts';
import { closeBeforeExit, handleClosing } from './closing.ts';
import { prepareDataFolder } from './dataFolder.ts';
import { becomeLinkHandler, type Links, listenForLinks } from './deepLinks.ts';
import { offerContextMenus } from './contextMenu.ts';
import { createConversationWindows } from './conversationWindows.ts';
import { readCore } from './core.ts';
import { busAddress, connectToBus } from './dbus/connection.ts';
import { createDesktop } from './desktop.ts';
import { createSpeller } from './spelling.ts';
import { startsHidden } from './hiddenStart.ts';
import { createHosting } from './hosting.ts';
import { watchIdle } from './idle.ts';
import { connectPages, tellPage } from './ipc.ts';
import { systemKeyring } from './keyring.ts';
import { cutChromiumFromNetwork, lockPages, lockSession } from './lockdown.ts';
import { clearWhenLocked, watchForLocking } from './locking.ts';
import { type Log, logFile, logStrayErrors, openLog } from './log.ts';
import { setMenu } from './menu.ts';
import { createNotifications } from './notify/notifications.ts';
import { watchSupply } from './power.ts';
import { showWindow } from './pageWindow.ts';
import { registerAppScheme, serveAppScheme } from './protocol.ts';
import { reopenAfterCrash } from './recovery.ts';
import { saveReport } from './reports.ts';
import { openSecrets } from './secrets.ts';
import { quitOnSignals } from './signals.ts';
import { showStartFailure } from './startFailure.ts';
import { isLanguage, localeFor, textsFor } from './texts.ts';
import { followTimeZone } from './timeZone.ts';
import { watchForWakeUps } from './wakeUps.ts';
import { createWindow, whenPainted } from './window.ts';
import { shareZoom } from './zoom.ts';

const built = import.meta.dirname;
const icon = join(app.getAppPath(), 'resources', 'icon.png');
const developing = process.env.LANLINE_DEVELOPER === '1';
/** Off: neither looks for teams nor makes its own known. Joining by address and link still works. */
const discovering = process.env.LANLINE_DISCOVERY !== 'off';

registerAppScheme();
cutChromiumFromNetwork();
start().catch(showStartFailure);

async function start(): Promise<void> {
  const fewer = shortened(process.argv.slice(1));
  if (fewer) {
    app.relaunch({ args: fewer });
    return app.exit(0);
  }
  const folder = prepareDataFolder();
  if (!app.requestSingleInstanceLock()) return app.quit();
  const log = openLog(folder);
  logStrayErrors(log);
  lockPages(log);
  const links = listenForLinks(log);
  await app.whenReady();
  quitOnSignals();
  followTimeZone();
  await open(folder, links, log);
}

async function open(folder: string, links: Links, log: Log): Promise<void> {
  const systemLocale = app.getPreferredSystemLanguages().find(isLanguage) ?? app.getLocale();
  let texts = textsFor(localeFor('system', systemLocale));
  setMenu(texts, developing);
  const hosting = createHosting({
    entry: new URL('./server.cjs', import.meta.url),
    logFile: () => logFile(folder, 'server'),
    announce: discovering,
    log,
  });
  const bus = connectToBus(busAddress(process.env));
  // Who needs it hears of that.
  bus.catch(() => {});
  const notifications = createNotifications({
    bus,
    words: () => texts.notify,
    did(key, deed) {
      starting.then((core) => core.answerAlert(key, deed)).catch(() => {});
    },
    log,
  });
  const served = Promise.withResolvers<void>();
  const starting = Promise.all([
    readCore(served.promise),
    openSecrets(systemKeyring, join(folder, 'sealed.key'), log),
  ]).then(([{ createClient, updatePort }, secrets]) =>
    createClient({
      folder,
      version: app.getVersion(),
      platform: process.platform,
      systemLocale,
      databaseWorker: new URL('./databaseWorker.cjs', import.meta.url),
      searchWorker: new URL('./searchWorker.cjs', import.meta.url),
      spelling: {
        worker: new URL('./spellingWorker.cjs', import.meta.url),
        languages: app.getPreferredSystemLanguages().filter(isLanguage),
      },
      hosting,
      secrets,
      discovery: discovering ? undefined : false,
      saveReport: (text) => saveReport(window, text),
      alerts: notifications,
      updates: updatePort(),
      desk: {
        autostart: readAutostart,
        setAutostart,
        closeWindow: (quit) => (quit ? app.quit() : desktop.hide()),
        openWindow: (place) => conversations.open(place),
        raise: (place) => (place ? conversations.raise(place) : desktop.raise()),
      },
      log,
    }),
  );
  const speller = createSpeller(starting);
  closeBeforeExit(async () => {
    await (await starting).close();
    await notifications.settled();
  }, log);

  serveAppScheme(session.defaultSession, join(built, '..', 'renderer'), served.resolve);
  lockSession(session.defaultSession, log);
  const preload = join(built, '..', 'preload', 'index.cjs');
  const notice = (failure: Failure): void => void starting.then((core) => core.notice(failure));
  const pageParts = { preload, icon, developing, log };
  const window = createWindow(pageParts, folder, notice);
  const show = (): void => showWindow(window);
  const desktop = createDesktop({ window, bus, client: starting, texts, show, log });
  const appearance = createAppearance(
    systemLocale,
    (words) => {
      texts = words;
      setMenu(texts, developing);
      desktop.say(texts);
    },
    ({ teams, lock }) => lock.locked || desktop.follow(teams),
  );
  const painted = whenPainted(window, appearance.known);
  const letIn = connectPages(
    starting.then((core) => appearance.watch({ ...core, ...core.door })),
    log,
  );
  const equip = (made: BrowserWindow, asker: Asker): void => {
    letIn(made.webContents, asker);
    offerContextMenus(made, () => texts, speller);
    reopenAfterCrash(made, () => texts, log);
  };
  equip(window, null);
  const conversations = createConversationWindows({
    ...pageParts,
    folder,
    made(own, place) {
      equip(own, place);
      shareZoom(own, window);
    },
    closed: (place) => void starting.then((core) => core.windowClosed(place)),
    notice,
  });
  handleClosing(window, {
    hosting: hosting.active,
    tray: desktop.tray,
    settings: appearance.settings,
    hide: desktop.hide,
    explain: () => tellPage(window.webContents, 'closing', null),
  });
  app.on('second-instance', (_event, args) => startsHidden(args) || show());
  app.on('open-url', show);
  app.on('activate', show);

  const client = await starting;
  watchForWakeUps({ app, power: powerMonitor }, client.wake);
  clearWhenLocked(() => [window, ...conversations.all()], client, desktop.lock);
  watchForLocking(powerMonitor, client);
  watchSupply(powerMonitor, client.save);
  watchIdle(powerMonitor, desktop.idle);
  links.openWith((link) => client.openLink(link));
  await painted;
  await desktop.begin(startsHidden(process.argv.slice(1)));
  becomeLinkHandler(developing);
}
