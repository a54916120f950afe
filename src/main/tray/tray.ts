// The icon in the tray, its tooltip and its menu. Each is set only when it becomes another.
import { Menu, type NativeImage, nativeImage, nativeTheme, screen, Tray } from 'electron';
import type { Texts } from '../texts.ts';
import type { Desk } from './desk.ts';
import { drawTrayIcon, type Look, trayIconSize } from './icon.ts';
import { type TrayDeeds, type TrayFacts, trayMenu } from './menu.ts';
import { tooltip } from './words.ts';

export type TrayIcon = {
  show(facts: TrayFacts, texts: Texts): void;
  close(): void;
};

export function createTrayIcon(facts: TrayFacts, texts: Texts, deeds: TrayDeeds): TrayIcon {
  let now = { facts, texts };
  const tray = new Tray(imageOf(lookOf(facts.desk)));
  const said = new Map<string, string>();
  tray.on('click', deeds.toggle);

  function unlessSame(what: string, value: unknown, set: () => void): void {
    const text = JSON.stringify(value);
    if (said.get(what) === text) return;
    said.set(what, text);
    set();
  }

  function draw(): void {
    if (tray.isDestroyed()) return;
    const look = lookOf(now.facts.desk);
    unlessSame('icon', [look, scales()], () => tray.setImage(imageOf(look)));
    const tip = tooltip(now.facts.desk, now.texts);
    unlessSame('tooltip', tip, () => tray.setToolTip(tip));
    const menu = trayMenu(now.facts, now.texts, deeds);
    unlessSame('menu', menu, () => tray.setContextMenu(Menu.buildFromTemplate(menu)));
  }

  nativeTheme.on('updated', draw);
  screen.on('display-metrics-changed', draw);
  draw();
  return {
    show(newFacts, newTexts) {
      now = { facts: newFacts, texts: newTexts };
      draw();
    },
    close() {
      nativeTheme.off('updated', draw);
      screen.off('display-metrics-changed', draw);
      tray.destroy();
    },
  };
}

/** Do not disturb hides how much is new; what is unread can be seen without a connection. */
function lookOf({ teams }: Desk): Look {
  const calling = teams.reduce((sum, { mentions }) => sum + mentions, 0);
  const some = teams.some(({ unread, threads }) => unread + threads > 0);
  const quiet = teams.length > 0 && teams.every((team) => team.quiet);
  return {
    connected: teams.length === 0 || teams.some(({ connected }) => connected),
    mark: quiet ? 'quiet' : calling > 0 ? Math.min(calling, 10) : some ? 'dot' : 'none',
    // The panel's theme, where the system tells it from that of windows.
    dark: nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
  };
}

const scales = (): number[] =>
  [...new Set(screen.getAllDisplays().map(({ scaleFactor }) => scaleFactor))].sort((a, b) => a - b);

function imageOf(look: Look): NativeImage {
  // The tray of Linux takes one picture and scales it: as large as the sharpest display needs it.
  if (process.platform === 'linux')
    return bitmapOf(look, Math.round(trayIconSize * Math.min(Math.max(...scales(), 1), 4)));
  const image = nativeImage.createEmpty();
  const points = process.platform === 'win32' ? 16 : trayIconSize;
  for (const scaleFactor of new Set([1, 1.25, 1.5, 2, 3, ...scales()])) {
    const size = Math.round(points * scaleFactor);
    const buffer = drawTrayIcon(look, size);
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  return image;
}

const bitmapOf = (look: Look, size: number): NativeImage =>
  nativeImage.createFromBitmap(drawTrayIcon(look, size), { width: size, height: size });
