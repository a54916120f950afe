// What a lanline:// link leads to. Anybody may have written it.
import { Refusal } from '../shared/errors.ts';
import { parseInviteLink } from '../shared/inviteLink.ts';
import {
  isConversationLink,
  isMessageLink,
  parseConversationLink,
  parseMessageLink,
} from '../shared/messageLink.ts';
import type { OpenedLink } from '../shared/rows.ts';

/** `has`: whether a team is on this computer. Throws LINK_INVALID, also for a place in another team. */
export function understandLink(text: string, has: (team: string) => boolean): OpenedLink {
  if (!isMessageLink(text) && !isConversationLink(text)) {
    parseInviteLink(text);
    return { kind: 'invite', text };
  }
  const place = isMessageLink(text)
    ? ({ kind: 'message', ...parseMessageLink(text) } as const)
    : ({ kind: 'conversation', ...parseConversationLink(text) } as const);
  if (!has(place.team)) throw new Refusal('LINK_INVALID', 'link: a team that is not here');
  return place;
}
