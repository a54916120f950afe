// The ports that must be open for others to reach us, held against what a firewall lets through.

export type Needs = {
  /** Of the servers that run here; none on a computer that only joins. */
  tcp: number[];
  /** Announcements: multicast DNS and beacons. */
  udp: number[];
};

/** Something a firewall lets in. */
export type Opening = { protocol: 'tcp' | 'udp' | 'any'; from: number; to: number };

export const everyPort = { from: 0, to: 65535 };

/** What no opening covers, as 7788/tcp. */
export function missing(needs: Needs, openings: readonly Opening[]): string[] {
  return (['tcp', 'udp'] as const).flatMap((protocol) =>
    needs[protocol]
      .filter((port) => !openings.some((opening) => covers(opening, protocol, port)))
      .map((port) => `${port}/${protocol}`),
  );
}

const covers = (opening: Opening, protocol: 'tcp' | 'udp', port: number): boolean =>
  (opening.protocol === 'any' || opening.protocol === protocol) &&
  port >= opening.from &&
  port <= opening.to;

/** 7788, 7788:7799 or 7788-7799; null for anything else. */
export function portRange(text: string): { from: number; to: number } | null {
  const [, from, to] = /^(\d+)(?:[:-](\d+))?$/.exec(text) ?? [];
  return from === undefined ? null : { from: Number(from), to: Number(to ?? from) };
}

/** How bad it is: without a server here only discovery suffers. */
export const severity = (closed: readonly string[]): 'bad' | 'warning' =>
  closed.some((port) => port.endsWith('/tcp')) ? 'bad' : 'warning';
