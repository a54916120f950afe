// What the front page says, in each language it speaks.
import type { DoorPolicy } from '../../src/shared/entities.ts';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

export type Texts = {
  /** What the language calls itself. */
  language: string;
  subtitle: string;
  live: string;
  lost: string;
  still: string;
  open: string;
  here: string;
  said: string;
  head: string;
  join: string;
  door: Record<DoorPolicy, string>;
  openApp: string;
  getApp: string;
  pick: string;
  compare: string;
  words: string;
  downloads: string;
  downloadsNote: string;
  noDownloads: string;
  hashing: string;
  programs: string;
  notFound: string;
  notFoundNote: string;
  home: string;
};

export const texts: Record<Language, Texts> = {
  en: {
    language: 'English',
    subtitle: 'A team on this network. What is said here stays here.',
    live: 'Live',
    lost: 'No connection; trying again',
    still: 'As this page was opened',
    open: 'open for',
    here: 'here now',
    said: 'messages since it opened',
    head: 'entries in the log',
    join: 'Join this team',
    door: {
      ask: 'You give your name, and somebody in the team lets you in.',
      invite: 'You need an invite link from somebody in the team.',
      open: 'Everybody on this network may come in: you only give your name.',
    },
    openApp: 'Open Lanline on your computer.',
    getApp: 'Get Lanline from below, and open it on your computer.',
    pick: 'Pick the team in the list, or type its address:',
    compare: 'Compare the four words',
    words:
      'The app shows four words before it joins. They must be these, and those on the screen of somebody who is in already.',
    downloads: 'Get the app',
    downloadsNote: 'From this server itself; nothing comes from the internet.',
    noDownloads: 'Whoever runs this server can tell you where to get the app.',
    hashing: 'being computed; look again in a moment',
    programs: 'For scripts and bots',
    notFound: 'There is nothing here',
    notFoundNote: 'Maybe the address was mistyped, or what was here has gone.',
    home: 'To the team’s page',
  },
  'zh-CN': {
    language: '简体中文',
    subtitle: '本网络中的一个团队。这里说的话只留在这里。',
    live: '实时',
    lost: '连接已断开，正在重试',
    still: '打开此页时的状态',
    open: '已运行',
    here: '人在线',
    said: '条消息（自启动以来）',
    head: '条日志记录',
    join: '加入这个团队',
    door: {
      ask: '填写你的名字，由团队中的人让你进来。',
      invite: '你需要团队成员发来的邀请链接。',
      open: '本网络中的任何人都可以加入：只需填写名字。',
    },
    openApp: '在你的电脑上打开 Lanline。',
    getApp: '从下方下载 Lanline，并在你的电脑上打开。',
    pick: '在列表中选择这个团队，或输入它的地址：',
    compare: '核对四个单词',
    words: '加入之前，应用会显示四个单词。它们必须与这里的一致，也与已加入者屏幕上的一致。',
    downloads: '获取应用',
    downloadsNote: '直接来自这台服务器，不经过互联网。',
    noDownloads: '请向这台服务器的管理者询问如何获取应用。',
    hashing: '正在计算，请稍后再看',
    programs: '供脚本和机器人使用',
    notFound: '这里什么也没有',
    notFoundNote: '地址可能有误，或者原来的内容已不在。',
    home: '前往团队主页',
  },
};
