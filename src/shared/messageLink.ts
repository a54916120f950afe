// `lanline://message/TEAM/CONVERSATION/SEQ`: a place in a history, to be pasted anywhere. It opens only
// for those who have that history.
import { ConversationId, Seq } from './entities.ts';
import { Refusal } from './errors.ts';

export type MessageLink = { team: string; conversation: string; seq: number };

const shape = /^lanline:\/\/message\/([^/]+)\/([^/]+)\/([1-9]\d{0,15})\/?$/i;

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
