// What the first screen does not need, in one piece: few files are found sooner than many.
export { dialogs } from './components/dialogs/dialogs.ts';
export { default as EmojiPicker } from './components/emoji/EmojiPicker.vue';
export { lists } from './components/panel/lists.ts';
export { default as WelcomeView } from './views/WelcomeView.vue';
