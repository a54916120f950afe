// Every dialog by its name.
import type { Component } from 'vue';
import type { DialogName } from '../../stores/ui.ts';
import BotDialog from './BotDialog.vue';
import ChannelDialog from './ChannelDialog.vue';
import AttachmentDialog from './AttachmentDialog.vue';
import AcknowledgedDialog from './AcknowledgedDialog.vue';
import ChannelsDialog from './ChannelsDialog.vue';
import CheckView from '../../views/CheckView.vue';
import ClosingDialog from './ClosingDialog.vue';
import DeleteMessageDialog from './DeleteMessageDialog.vue';
import DirectDialog from './DirectDialog.vue';
import GroupDialog from './GroupDialog.vue';
import ForwardDialog from './ForwardDialog.vue';
import HookDialog from './HookDialog.vue';
import InviteDialog from './InviteDialog.vue';
import JoinDialog from './JoinDialog.vue';
import KeysDialog from './KeysDialog.vue';
import LeaveDialog from './LeaveDialog.vue';
import LeaveChannelDialog from './LeaveChannelDialog.vue';
import OutgoingDialog from './OutgoingDialog.vue';
import PeopleDialog from './PeopleDialog.vue';
import PersonDialog from './PersonDialog.vue';
import ProfileDialog from './ProfileDialog.vue';
import RequestsDialog from './RequestsDialog.vue';
import SeenDialog from './SeenDialog.vue';
import SettingsDialog from './SettingsDialog.vue';
import StatusDialog from './StatusDialog.vue';
import SwitcherDialog from './SwitcherDialog.vue';
import TokenDialog from './TokenDialog.vue';
import VersionsDialog from './VersionsDialog.vue';

export const dialogs: Record<DialogName, Component> = {
  bot: BotDialog,
  botToken: TokenDialog,
  channel: ChannelDialog,
  attachment: AttachmentDialog,
  acknowledged: AcknowledgedDialog,
  channels: ChannelsDialog,
  closing: ClosingDialog,
  check: CheckView,
  deleteMessage: DeleteMessageDialog,
  direct: DirectDialog,
  group: GroupDialog,
  forward: ForwardDialog,
  hook: HookDialog,
  invite: InviteDialog,
  join: JoinDialog,
  keys: KeysDialog,
  leave: LeaveDialog,
  leaveChannel: LeaveChannelDialog,
  outgoing: OutgoingDialog,
  people: PeopleDialog,
  person: PersonDialog,
  profile: ProfileDialog,
  requests: RequestsDialog,
  seen: SeenDialog,
  settings: SettingsDialog,
  status: StatusDialog,
  switcher: SwitcherDialog,
  versions: VersionsDialog,
};
