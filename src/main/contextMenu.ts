// The system's own menu where the page has none of its own: for text fields, links and what is
// selected. What it offers is what Chromium says can be done there.
import {
  type BrowserWindow,
  clipboard,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
} from 'electron';
import type { Texts } from './texts.ts';

type Item = MenuItemConstructorOptions;

export function offerContextMenus(window: BrowserWindow, texts: () => Texts): void {
  window.webContents.on('context-menu', (_event, params) => {
    const items = contextMenu(params, texts());
    if (items.length === 0) return;
    const { frame, menuSourceType: sourceType } = params;
    Menu.buildFromTemplate(items).popup({ window, ...(frame && { frame }), sourceType });
  });
}

/** Empty where there is nothing to do. */
function contextMenu(params: ContextMenuParams, texts: Texts): Item[] {
  const { isEditable, selectionText, linkURL, editFlags } = params;
  if (isEditable)
    return [
      { role: 'undo', label: texts.undo, enabled: editFlags.canUndo },
      { role: 'redo', label: texts.redo, enabled: editFlags.canRedo },
      { type: 'separator' },
      { role: 'cut', label: texts.cut, enabled: editFlags.canCut },
      { role: 'copy', label: texts.copy, enabled: editFlags.canCopy },
      { role: 'paste', label: texts.paste, enabled: editFlags.canPaste },
      { role: 'pasteAndMatchStyle', label: texts.pastePlain, enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: texts.selectAll, enabled: editFlags.canSelectAll },
    ];
  const items: Item[] = [];
  // A link of the page's own is no address to give to anybody.
  if (linkURL !== '' && !linkURL.startsWith('app:'))
    items.push({ label: texts.copyLink, click: () => void clipboard.writeText(linkURL) });
  if (selectionText.trim() !== '') items.push({ role: 'copy', label: texts.copy });
  return items;
}
