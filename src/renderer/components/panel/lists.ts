// What the side panel may show instead of the open conversation's people.
import type { Component } from 'vue';
import type { PanelView } from '../../stores/ui.ts';
import SearchPanel from '../search/SearchPanel.vue';
import ThreadPanel from '../thread/ThreadPanel.vue';
import MentionsPanel from './MentionsPanel.vue';
import PinsPanel from './PinsPanel.vue';
import SavedPanel from './SavedPanel.vue';
import ScheduledPanel from './ScheduledPanel.vue';
import ThreadsPanel from './ThreadsPanel.vue';

export const lists: Record<Exclude<PanelView, 'people'>, Component> = {
  pins: PinsPanel,
  thread: ThreadPanel,
  search: SearchPanel,
  mentions: MentionsPanel,
  saved: SavedPanel,
  threads: ThreadsPanel,
  scheduled: ScheduledPanel,
};
