// The one switch that Lanline itself understands: start without showing the window. It is in the
// tray then or, where there is none, in the task bar.
export const hiddenSwitch = '--hidden';

/** What comes after `--` was not meant for the program: a link somebody wrote. */
export function startsHidden(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes(hiddenSwitch);
}
