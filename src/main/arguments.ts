// Arguments as anybody may give them. A second start hands its own to the first; where they are too
// long for that (32 KiB up to Electron 42, 32 MiB later), it takes the first for hung and kills it,
// with the team that is hosted there. So such a start is not made: it begins again with fewer.

const longest = 4096;
const most = 16_384;

/** What to start again with; null for arguments that are short enough. Lengths count bytes. */
export function shortened(args: readonly string[]): string[] | null {
  const sizes = args.map((arg) => Buffer.byteLength(arg));
  if (sizes.reduce((sum, size) => sum + size, 0) <= most) return null;
  const fewer: string[] = [];
  let room = most;
  for (const arg of args.map((each) => each.slice(0, longest))) {
    room -= Buffer.byteLength(arg);
    if (room < 0) break;
    fewer.push(arg);
  }
  return fewer;
}
