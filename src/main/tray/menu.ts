// The tray's menu: the window, how one is seen by others, what is unread, the end.
import type { MenuItemConstructorOptions } from 'electron';
import type { Texts } from '../texts.ts';
import type { Desk } from './desk.ts';
import { inMenu } from './words.ts';

/** `until`, as ms since 1970; null ends it. */
export type TrayDeeds = {
  toggle(): void;
  quit(): void;
  open(team: string, conversation: string): void;
  away(on: boolean): void;
  quiet(until: number | null): void;
};
export type TrayFacts = { desk: Desk; visible: boolean; away: boolean };

type Item = MenuItemConstructorOptions;

export function trayMenu(facts: TrayFacts, texts: Texts, deeds: TrayDeeds): Item[] {
  const { desk, visible } = facts;
  const many = desk.teams.length > 1;
  const nameOf = (id: string): string => desk.teams.find((team) => team.id === id)?.name ?? '';
  return [
    { label: visible ? texts.hide : texts.show, click: deeds.toggle },
    ...(desk.teams.length > 0 ? status(facts, texts, deeds) : []),
    ...(desk.unread.length > 0 ? [{ type: 'separator' } as const] : []),
    ...desk.unread.map(({ team, conversation, name, unread }) => ({
      id: `${team}/${conversation}`,
      label: inMenu(many ? `${name} - ${nameOf(team)}` : name) + ` (${unread})`,
      click: () => deeds.open(team, conversation),
    })),
    { type: 'separator' },
    { label: texts.quit, click: deeds.quit },
  ];
}

/** Do not disturb is everybody's to see and lasts in the teams; away lasts until one says otherwise, here. */
function status({ desk, away }: TrayFacts, texts: Texts, deeds: TrayDeeds): Item[] {
  const quiet = desk.teams.every((team) => team.quiet);
  const here = (on: boolean) => (): void => {
    deeds.away(on);
    if (desk.teams.some((team) => team.quiet)) deeds.quiet(null);
  };
  return [
    { type: 'separator' },
    { label: texts.online, type: 'radio', checked: !away && !quiet, click: here(false) },
    { label: texts.away, type: 'radio', checked: away && !quiet, click: here(true) },
    {
      label: texts.quiet,
      type: 'submenu',
      submenu: [
        { label: texts.halfHour, click: () => deeds.quiet(Date.now() + 1_800_000) },
        { label: texts.hour, click: () => deeds.quiet(Date.now() + 3_600_000) },
        { label: texts.untilTomorrow, click: () => deeds.quiet(tomorrow()) },
        { type: 'separator' },
        {
          label: texts.off,
          enabled: desk.teams.some((team) => team.quiet),
          click: () => deeds.quiet(null),
        },
      ],
    },
  ];
}

/** The morning, when people begin; as in the window's own menus. */
function tomorrow(): number {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  return day.setHours(8, 0, 0, 0);
}
