// The team that most tests talk in: three people, two channels, one direct conversation.
import { idOf, MemoryTeam } from './memoryTeam.ts';

export function makeLab() {
  const team = new MemoryTeam();
  const noor = team.addPerson('Noor Vance');
  const mara = team.addPerson('Mara Lind', { role: 'owner' });
  const wei = team.addPerson('Wei Chen 陈伟', { presence: 'away' });
  team.team = {
    id: idOf(9, 1),
    name: 'Riverside Lab',
    address: 'lab-nas.local',
    me: noor.id,
    hosting: null,
    ready: true,
  };
  const general = team.addConversation('channel', 'general', { lastAt: 2 });
  const hardware = team.addConversation('channel', 'hardware', { unread: 4, mentions: 3 });
  const direct = team.addConversation('direct', 'Mara Lind', { peer: mara.id, unread: 1 });
  return { team, noor, mara, wei, general, hardware, direct };
}
