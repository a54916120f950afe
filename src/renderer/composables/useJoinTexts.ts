// Words for what goes wrong at a team's door, where they differ from the general ones, and whether
// "Check the network" could help.
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import { useFailureText } from './useFailureText.ts';

const ofTheNetwork: ReadonlySet<ErrorCode> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'OFFLINE',
] as const);

export function useJoinTexts() {
  const failureText = useFailureText('join.errors');
  const networkMayHelp = ({ code }: Failure): boolean => ofTheNetwork.has(code);

  return { failureText, networkMayHelp };
}
