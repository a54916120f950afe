// Checks a name as the server will, and says in words what is wrong with it.
import { useI18n } from 'vue-i18n';
import { About, ChannelName, limits, PersonName, StatusText, TeamName, Topic } from '../rules.ts';

const rules = {
  person: { schema: PersonName, max: limits.name },
  team: { schema: TeamName, max: limits.name },
  channel: { schema: ChannelName, max: limits.channelName },
  topic: { schema: Topic, max: limits.topic },
  about: { schema: About, max: limits.about },
  status: { schema: StatusText, max: limits.status },
} as const;
export type NameKind = keyof typeof rules;

/** The key of what is wrong, or null. */
function wrongWith(kind: NameKind, value: string): string | null {
  const checked = rules[kind].schema.safeParse(value);
  if (checked.success) return null;
  const message = checked.error.issues[0]?.message ?? '';
  if (message === 'empty') return 'empty';
  if (message.startsWith('longer')) return 'long';
  if (message === 'reserved') return 'reserved';
  if (message === 'contains @') return 'at';
  if (message.startsWith('contains a space')) return 'spaces';
  return 'characters';
}

export function useNameCheck() {
  const { t } = useI18n();
  return (kind: NameKind, value: string): string | null => {
    const wrong = wrongWith(kind, value);
    return wrong === null ? null : t(`names.${wrong}`, { max: rules[kind].max });
  };
}
