// The application menu. Hidden outside macOS, it still carries the keys: quit, copy and paste, zoom.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from './texts.ts';
import { resetZoom, zoomBy } from './zoom.ts';

type Item = MenuItemConstructorOptions;

export function setMenu(texts: Texts, developing: boolean): void {
  const mac = process.platform === 'darwin';
  const menu: Item[] = [
    mac ? { role: 'appMenu' } : { label: texts.file, submenu: file(texts) },
    { label: texts.edit, submenu: edit(texts) },
    { label: texts.view, submenu: [...view(texts), ...(developing ? forDevelopers(texts) : [])] },
  ];
  if (mac) menu.push({ role: 'windowMenu' });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
}

const file = (texts: Texts): Item[] => [
  { role: 'minimize', label: texts.minimise, accelerator: 'CmdOrCtrl+M' },
  { role: 'close', label: texts.close, accelerator: 'CmdOrCtrl+W' },
  { type: 'separator' },
  { role: 'quit', label: texts.quit, accelerator: 'CmdOrCtrl+Q' },
];

const edit = (texts: Texts): Item[] => [
  { role: 'undo', label: texts.undo },
  { role: 'redo', label: texts.redo },
  { type: 'separator' },
  { role: 'cut', label: texts.cut },
  { role: 'copy', label: texts.copy },
  { role: 'paste', label: texts.paste },
  { role: 'pasteAndMatchStyle', label: texts.pastePlain },
  { role: 'selectAll', label: texts.selectAll },
];

const unseen = { label: '', visible: false, acceleratorWorksWhenHidden: true } as const;

const view = (texts: Texts): Item[] => [
  {
    label: texts.actualSize,
    accelerator: 'CmdOrCtrl+0',
    click: (_item, window) => resetZoom(window),
  },
  {
    label: texts.zoomIn,
    accelerator: 'CmdOrCtrl+Plus',
    click: (_item, window) => zoomBy(1, window),
  },
  // On many keyboards + is Shift+=, and people press the key without Shift.
  { ...unseen, accelerator: 'CmdOrCtrl+=', click: (_item, window) => zoomBy(1, window) },
  { ...unseen, accelerator: 'CmdOrCtrl+numadd', click: (_item, window) => zoomBy(1, window) },
  {
    label: texts.zoomOut,
    accelerator: 'CmdOrCtrl+-',
    click: (_item, window) => zoomBy(-1, window),
  },
  { ...unseen, accelerator: 'CmdOrCtrl+numsub', click: (_item, window) => zoomBy(-1, window) },
  { type: 'separator' },
  { role: 'togglefullscreen', label: texts.fullScreen },
];

const forDevelopers = (texts: Texts): Item[] => [
  { type: 'separator' },
  { role: 'reload', label: texts.reload },
  { role: 'toggleDevTools', label: texts.developerTools },
];
