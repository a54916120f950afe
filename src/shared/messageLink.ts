// `lanline://message/TEAM/CONVERSATION/SEQ`, a place in a history, and `lanline://conversation/TEAM/CONVERSATION`:
// to be pasted anywhere. They open only for those who have that history.
import { ConversationId, Seq } from './entities.ts';
import { Refusal } from './errors.ts';

export type ConversationLink = { team: string; conversation: string };
export type MessageLink = ConversationLink & { seq: number };

const shape = /^lanline:\/\/message\/([^/]+)\/([^/]+)\/([1-9]\d{0,15})\/?$/i;

const conversationShape = /^lanline:\/\/conversation\/([^/]+)\/([^/]+)\/?$/i;

export const isMessageLink = (text: string): boolean => /^\s*lanline:\/\/message\//i.test(text);

export const formatMessageLink = ({ team, conversation, seq }: MessageLink): string =>
  `lanline://message/${team}/${conversation}/${seq}`;

/** Throws LINK_INVALID. */
export function parseMessageLink(text: string): MessageLink {
  const [, team, conversation, seq] = shape.exec(text.trim()) ?? [];
  const parts = {
    team: ConversationId.safeParse(team?.toLowerCase()),
    conversation: ConversationId.safeParse(conversation?.toLowerCase()),
    seq: Seq.safeParse(Number(seq)),
  };
  if (!parts.team.success || !parts.conversation.success || !parts.seq.success)
    throw new Refusal('LINK_INVALID', 'link: it names no message');
  return {
    team: parts.team.data,
    conversation: parts.conversation.data,
    seq: parts.seq.data,
  };
}

export const isConversationLink = (text: string): boolean =>
  /^\s*lanline:\/\/conversation\//i.test(text);

export const formatConversationLink = ({ team, conversation }: ConversationLink): string =>
  `lanline://conversation/${team}/${conversation}`;

/** Throws LINK_INVALID. */
export function parseConversationLink(text: string): ConversationLink {
  const [, team, conversation] = conversationShape.exec(text.trim()) ?? [];
  const parts = [team, conversation].map((part) => ConversationId.safeParse(part?.toLowerCase()));
  const [inTeam, which] = parts;
  if (!inTeam?.success || !which?.success)
    throw new Refusal('LINK_INVALID', 'link: it names no conversation');
  return { team: inTeam.data, conversation: which.data };
}
