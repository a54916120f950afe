// What every store must do, whatever database it uses. A store's own test files call these: two, so
// that they run side by side.
import { describe } from 'vitest';
import { availabilityContract } from './contract/availability.ts';
import { botContract } from './contract/bots.ts';
import { channelContract } from './contract/channels.ts';
import { crowdContract } from './contract/crowd.ts';
import { doorContract } from './contract/door.ts';
import type { StoreKind } from './contract/driver.ts';
import { gatheringContract } from './contract/gatherings.ts';
import { hookContract } from './contract/hooks.ts';
import { inviteContract } from './contract/invites.ts';
import { keepingContract } from './contract/keeping.ts';
import { logContract } from './contract/log.ts';
import { messageContract } from './contract/messages.ts';
import { peopleContract } from './contract/people.ts';
import { personalContract } from './contract/personal.ts';
import { reactionContract } from './contract/reactions.ts';
import { roleContract } from './contract/roles.ts';
import { scheduleContract } from './contract/schedules.ts';
import { snapshotContract } from './contract/snapshot.ts';
import { threadContract } from './contract/threads.ts';
import { visibilityContract } from './contract/visibility.ts';

/** The log, and who may come and do what. */
export function teamContract(name: string, kind: StoreKind): void {
  describe(`the store's contract, kept by ${name}`, () => {
    logContract(kind);
    visibilityContract(kind);
    doorContract(kind);
    crowdContract(kind);
    inviteContract(kind);
    peopleContract(kind);
    roleContract(kind);
    keepingContract(kind);
  });
}

/** What is said, where, and what is one person's own. */
export function talkContract(name: string, kind: StoreKind): void {
  describe(`the store's contract, kept by ${name}`, () => {
    snapshotContract(kind);
    messageContract(kind);
    reactionContract(kind);
    threadContract(kind);
    channelContract(kind);
    gatheringContract(kind);
    personalContract(kind);
    scheduleContract(kind);
    availabilityContract(kind);
    botContract(kind);
    hookContract(kind);
  });
}
