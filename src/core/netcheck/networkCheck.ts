// "Check the network": finds out why nobody appears, and says what to do. Ten checks, all at once, told in
// order. No packet leaves the local network: no name is looked up, nobody outside is asked.
import { mdnsPort } from '../../node/discovery/dnsSd.ts';
import { BEACON_PORT } from '../../shared/discovery.ts';
import type { CheckName, CheckRow, Contact } from '../../shared/rows.ts';
import { checkAddresses } from './addresses.ts';
import { checkBeacon, hearBeacons } from './beacon.ts';
import { checkClock, type ServerTime } from './clock.ts';
import type { Finding } from './finding.ts';
import { checkFirewall } from './firewall.ts';
import type { Heard } from './hear.ts';
import { checkIsolation, wifiAmong } from './isolation.ts';
import { checkListening } from './listening.ts';
import { checkMulticast, hearMulticast } from './multicast.ts';
import { neighbours } from './neighbours.ts';
import { hostAndPort, isNear, isOwn } from './networks.ts';
import { checkPort } from './port.ts';
import { serverAhead } from './serverTime.ts';
import { checkSubnet } from './subnet.ts';
import { lookAround, type Surroundings } from './surroundings.ts';
import { type System, thisSystem } from './system.ts';
import { type HostedTeam, type KnownTeam, placeOf } from './teams.ts';
import { checkVpn } from './vpn.ts';

export type NetworkCheckParts = {
  /** Every team of this app, hosted here or not. */
  teams(): KnownTeam[];
  /** Those that this computer hosts, or tries to. */
  hosted(): HostedTeam[];
  /** Addresses (host or host:port) that somebody typed lately: they may lie in another network. */
  looked(): string[];
  /** As discovery itself is set up; `false`: nobody is called out to, nor listened for. */
  discovery:
    | {
        interfaces?: string[] | undefined;
        beaconPort?: number | undefined;
        mdnsPort?: number | undefined;
      }
    | false;
  note(host: string, port: number, why: Contact['why']): void;
  /** How long to listen for others, ms; 2500 unless told. */
  listenMs?: number;
  /** This computer unless told: tests bring recordings of others. */
  system?: System;
};

export type NetworkCheck = {
  /**
   * Tells each row twice: `running` at once, then, in order, what was found; answers all of them. Never throws:
   * a check that fails is `unknown` and says why. Asked again while it runs, the run under way answers.
   */
  run(tell: (row: CheckRow) => void): Promise<CheckRow[]>;
};

/** No check holds up the others for longer. Milliseconds. */
const patienceMs = 3000;

export function createNetworkCheck(parts: NetworkCheckParts): NetworkCheck {
  let underWay: Promise<CheckRow[]> | undefined;
  return {
    run: (tell) =>
      (underWay ??= runAll(parts, tell).finally(() => {
        underWay = undefined;
      })),
  };
}

async function runAll(
  parts: NetworkCheckParts,
  tell: (row: CheckRow) => void,
): Promise<CheckRow[]> {
  const checks = Object.entries(startAll(parts)) as [CheckName, Promise<Finding>][];
  for (const [check] of checks)
    tell({ check, state: 'running', text: 'running', advice: null, facts: {}, command: null });
  const rows: CheckRow[] = [];
  for (const [check, finding] of checks) {
    const { state, text, advice, facts = {}, command = null } = await finding;
    // Texts and advice are told apart in the locale: check.port.taken, check.port.advice.free.
    const path = advice === undefined ? null : `advice.${advice}`;
    const row = { check, state, text, advice: path, facts, command };
    rows.push(row);
    tell(row);
  }
  return rows;
}

/** In the order in which a person would look. */
function startAll(parts: NetworkCheckParts): Record<CheckName, Promise<Finding>> {
  const { note, listenMs = 2500, system = thisSystem } = parts;
  const discovery = parts.discovery || {};
  const teams = parts.teams();
  const hosted = parts.hosted();
  const looked = parts.looked();
  const beaconPort = discovery.beaconPort ?? BEACON_PORT;
  const around = lookAround(system, discovery.interfaces);
  const calling = parts.discovery !== false;
  const multicast = around.then((here) =>
    calling ? hearMulticast({ ...here, listenMs, port: discovery.mdnsPort, note }) : nobody,
  );
  const beacons = around.then((here) =>
    calling ? hearBeacons({ ...here, listenMs, port: beaconPort, note }) : nobody,
  );
  // Each check tells of its own trouble; nobody has to wait for these two.
  for (const heard of [multicast, beacons]) heard.catch(() => {});
  /** Other computers of our own networks that answer: where teams are that we are connected with. */
  const connected = ({ own }: Surroundings): string[] =>
    teams
      .filter(({ link }) => link === 'live')
      .map(({ address }) => hostAndPort(address)?.host ?? '')
      .filter((host) => isNear(host, own) && !isOwn(host, own));
  const here = (work: (here: Surroundings) => Finding | Promise<Finding>, withinMs?: number) =>
    around.then((found) => soon(async () => work(found), withinMs), failed);

  return {
    addresses: here(checkAddresses),
    server: here(({ own }) => checkListening({ own, hosted, teams, note })),
    port: soon(() => checkPort(hosted, system)),
    firewall: here((found) => {
      const tcp = hosted.map(({ state, port }) => (state.state === 'running' ? state.port : port));
      return checkFirewall(system, { tcp, udp: [mdnsPort, beaconPort] }, found);
    }),
    multicast: here(async (found) =>
      calling
        ? checkMulticast(await multicast, {
            connected: connected(found).length > 0,
            platform: system.platform,
          })
        : off,
    ),
    beacon: here(async (found) =>
      calling
        ? checkBeacon(await beacons, beaconPort, {
            hosting: hosted.length > 0,
            connected: connected(found).length > 0,
          })
        : off,
    ),
    subnet: here((found) => checkSubnet(found, teams, looked)),
    vpn: here(checkVpn),
    isolation: here(async (found) => {
      // Whoever answers the calls is in the system's table only afterwards.
      const heard = (await Promise.all([multicast, beacons])).flatMap(({ others }) => others);
      const names = [...new Set(found.lan.map(({ name }) => name))];
      return checkIsolation({
        ...found,
        wifi: await wifiAmong(names, system),
        neighbours: await neighbours(system),
        heard: [...heard, ...connected(found)],
      });
    }, 2 * patienceMs),
    clock: here(async ({ own }) => {
      const asked = teams.flatMap((team) => {
        const place = team.hosted ? null : placeOf(team, own);
        return place ? [timeOf(team, place, note)] : [];
      });
      const answers = await Promise.all(asked);
      return checkClock(
        Date.now(),
        answers.filter((answer) => answer !== null),
      );
    }),
  };
}

const nobody: Heard = { back: [], silent: [], others: [], trouble: null };
const off: Finding = { state: 'unknown', text: 'off' };

async function timeOf(
  team: KnownTeam,
  place: { host: string; port: number },
  note: NetworkCheckParts['note'],
): Promise<ServerTime | null> {
  note(place.host, place.port, 'check');
  const aheadMs = await serverAhead(team, place);
  return aheadMs === null ? null : { team: team.name, aheadMs };
}

/** What a check finds; `unknown`, with the reason, when it fails or takes too long. */
async function soon(work: () => Promise<Finding>, withinMs = patienceMs): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), withinMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    return failed(error);
  } finally {
    clearTimeout(timer);
  }
}

const failed = (error: unknown): Finding => ({
  state: 'unknown',
  text: 'failed',
  facts: { reason: error instanceof Error ? error.message : String(error) },
});
