// Check 2: does the server listen where the others will look for it; or, elsewhere, does it answer us?
import type { Contacts } from '../contacts.ts';
import { type Finding, listed, worst } from './finding.ts';
import { type Knock, knock } from './knock.ts';
import type { OwnAddress } from './networks.ts';
import { type HostedTeam, type KnownTeam, placeOf } from './teams.ts';

export type ListeningInputs = {
  own: readonly OwnAddress[];
  hosted: readonly HostedTeam[];
  teams: readonly KnownTeam[];
  note: Contacts['note'];
};

export async function checkListening(inputs: ListeningInputs): Promise<Finding> {
  const [first, ...others] = await Promise.all([
    ...inputs.hosted.map((team) => hostedHere(team, inputs.own)),
    ...inputs.teams.filter(({ hosted }) => !hosted).map((team) => elsewhere(team, inputs)),
  ]);
  return first ? worst(first, ...others) : { state: 'unknown', text: 'noTeam' };
}

async function hostedHere(
  { name, port, state }: HostedTeam,
  own: readonly OwnAddress[],
): Promise<Finding> {
  if (state.state === 'starting')
    return { state: 'unknown', text: 'starting', facts: { team: name } };
  if (state.state === 'failed') {
    const facts = { team: name, port, code: state.error.code };
    const advice = state.error.code === 'PORT_IN_USE' ? 'seePort' : 'restart';
    return { state: 'bad', text: 'notRunning', advice, facts };
  }
  const hosts = own.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  const facts = { team: name, port: state.port };
  if (hosts.length === 0) {
    const open = (await knock('127.0.0.1', state.port)) === 'open';
    return open
      ? { state: 'warning', text: 'onlyHere', advice: 'connect', facts }
      : { state: 'bad', text: 'deaf', advice: 'restart', facts };
  }
  const answers = await Promise.all(hosts.map((host) => knock(host, state.port)));
  const open = hosts.filter((_, at) => answers[at] === 'open');
  const closed = hosts.filter((_, at) => answers[at] !== 'open');
  const places = (list: string[]): string => listed(list.map((host) => `${host}:${state.port}`));
  if (closed.length === 0)
    return { state: 'good', text: 'listening', facts: { ...facts, addresses: places(open) } };
  if (open.length === 0) return { state: 'bad', text: 'deaf', advice: 'restart', facts };
  return {
    state: 'warning',
    text: 'partly',
    advice: 'restart',
    facts: { ...facts, addresses: places(open), closed: places(closed) },
  };
}

const answers: Record<Knock, Finding> = {
  open: { state: 'warning', text: 'opens', advice: 'look' },
  refused: { state: 'bad', text: 'refused', advice: 'start' },
  silent: { state: 'bad', text: 'silent', advice: 'other' },
  unreachable: { state: 'bad', text: 'unreachable', advice: 'network' },
};

async function elsewhere(team: KnownTeam, { own, note }: ListeningInputs): Promise<Finding> {
  const facts = { team: team.name, address: team.address };
  if (team.link === 'live' || team.link === 'syncing')
    return { state: 'good', text: 'connected', facts };
  const place = placeOf(team, own);
  if (!place) return { state: 'unknown', text: 'notTried', advice: 'byNumber', facts };
  note(place.host, place.port, 'check');
  return { ...answers[await knock(place.host, place.port)], facts };
}
