// The few words that main itself shows: menu, tray, and what stopped a start.
import type { ErrorCode } from '../shared/errors.ts';
import type { Settings } from '../shared/rows.ts';
import { notifyWords } from './notify/words.ts';

export type Locale = 'en' | 'zh-CN';

export const localeFor = (setting: Settings['locale'], system: string): Locale => {
  if (setting !== 'system') return setting;
  return system.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
};

/** A system without a language calls it "C". By its form: which there are takes long to find out, at every start. */
export const isLanguage = (tag: string): boolean => {
  try {
    return /^[a-z]{2,3}(-|$)/i.test(tag) && Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

const en = {
  file: 'File',
  close: 'Close window',
  quit: 'Quit Lanline',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  pastePlain: 'Paste without formatting',
  selectAll: 'Select all',
  view: 'View',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  minimise: 'Minimise',
  reload: 'Reload',
  developerTools: 'Developer tools',
  show: 'Show Lanline',
  hide: 'Hide Lanline',
  online: 'Online',
  away: 'Away',
  quiet: 'Do not disturb',
  halfHour: 'For 30 minutes',
  hour: 'For 1 hour',
  untilTomorrow: 'Until tomorrow',
  off: 'Off',
  unread: (count: number): string => `${count} unread`,
  nothingUnread: 'Nothing unread',
  notConnected: 'not connected',
  copyLink: 'Copy link',
  noSuggestions: 'No suggestions',
  learn: 'Add to dictionary',
  notify: notifyWords.en,
  cannotStart: 'Lanline could not start',
  cannotStartBecause: {
    DATA_UNWRITABLE:
      'Its data folder cannot be written. Check who owns the folder and whether the disk has room.',
    DATA_IN_USE: 'Another program is using its data folder. Close that program and try again.',
    DATA_FROM_FUTURE:
      'Its data was written by a newer version. Install that version; nothing has been changed.',
    STORAGE_FULL: 'The disk is full. Make some room and try again; nothing has been lost.',
  } as Partial<Record<ErrorCode, string>>,
  unexpected: 'Something unexpected happened. The log says more.',
  windowFailed: 'The window stopped working',
  windowFailedMore: 'Your messages and drafts are kept.',
  again: 'Open it again',
};

export type Texts = typeof en;

const zh: Texts = {
  file: '文件',
  close: '关闭窗口',
  quit: '退出 Lanline',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  pastePlain: '粘贴为纯文本',
  selectAll: '全选',
  view: '显示',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  minimise: '最小化',
  reload: '重新加载',
  developerTools: '开发者工具',
  show: '显示 Lanline',
  hide: '隐藏 Lanline',
  online: '在线',
  away: '离开',
  quiet: '请勿打扰',
  halfHour: '30 分钟',
  hour: '1 小时',
  untilTomorrow: '到明天',
  off: '关闭',
  unread: (count) => `${count} 条未读`,
  nothingUnread: '没有未读消息',
  notConnected: '未连接',
  copyLink: '复制链接',
  noSuggestions: '没有建议',
  learn: '添加到词典',
  notify: notifyWords['zh-CN'],
  cannotStart: 'Lanline 无法启动',
  cannotStartBecause: {
    DATA_UNWRITABLE: '无法写入数据文件夹。请检查该文件夹的所有者以及磁盘空间。',
    DATA_IN_USE: '另一个程序正在使用数据文件夹。请关闭该程序后重试。',
    DATA_FROM_FUTURE: '数据由更新的版本写入。请安装该版本；数据未作任何更改。',
    STORAGE_FULL: '磁盘已满。请腾出空间后重试；没有丢失任何内容。',
  },
  unexpected: '发生了意外错误，详情见日志。',
  windowFailed: '窗口停止了工作',
  windowFailedMore: '你的消息和草稿都已保存。',
  again: '重新打开',
};

export const textsFor = (locale: Locale): Texts => (locale === 'zh-CN' ? zh : en);
