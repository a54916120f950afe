// The system's own menu where the page has none of its own: for text fields, words that are marked, links
// and what is selected. What it offers is what Chromium says can be done there.
import {
  type BrowserWindow,
  clipboard,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
} from 'electron';
import type { Speller } from './spelling.ts';
import type { Texts } from './texts.ts';

type Item = MenuItemConstructorOptions;

export function offerContextMenus(
  window: BrowserWindow,
  texts: () => Texts,
  speller: Speller,
): void {
  async function open(params: ContextMenuParams): Promise<void> {
    const { frame, menuSourceType: sourceType, misspelledWord: word } = params;
    const corrections = word === '' ? [] : await correctionsOf(word, window, texts, speller);
    if (window.isDestroyed()) return;
    const items = [...corrections, ...contextMenu(params, texts())];
    if (items.length === 0) return;
    Menu.buildFromTemplate(items).popup({ window, ...(frame && { frame }), sourceType });
  }
  window.webContents.on('context-menu', (_event, params) => void open(params));
}

/** For a word that is marked: what it may have been meant to be, and that it is right. */
async function correctionsOf(
  word: string,
  { webContents: page }: BrowserWindow,
  texts: () => Texts,
  speller: Speller,
): Promise<Item[]> {
  const suggestions = await speller.suggest(word);
  const replacing = suggestions.map((text): Item => ({
    label: text.replaceAll('&', '&&'),
    click: () => page.replaceMisspelling(text),
  }));
  return [
    ...(replacing.length > 0 ? replacing : [{ label: texts().noSuggestions, enabled: false }]),
    { type: 'separator' },
    { label: texts().learn, click: () => void speller.learn(word) },
    { type: 'separator' },
  ];
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
