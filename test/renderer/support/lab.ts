// The team that most tests talk in: three people, two channels, one direct conversation.
import { MemoryCore } from './memoryCore.ts';

export function makeLab() {
  const core = new MemoryCore();
  const team = core.addTeam('Riverside Lab');
  const noor = team.addPerson('Noor Vance');
  const mara = team.addPerson('Mara Lind', { role: 'owner' });
  const wei = team.addPerson('Wei Chen 陈伟', { presence: 'away' });
  team.me = noor.id;
  const general = team.addConversation('channel', 'general', { lastAt: 2 });
  const hardware = team.addConversation('channel', 'hardware', { unread: 4, mentions: 3 });
  const direct = team.addConversation('direct', 'Mara Lind', { peer: mara.id, unread: 1 });
  return { core, team, noor, mara, wei, general, hardware, direct };
}
