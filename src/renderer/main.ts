// Entry of the window.
import '@fontsource-variable/inter/opsz.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { until } from '@vueuse/core';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { attach } from './api.ts';
import App from './App.vue';
import { makeI18n } from './i18n.ts';
import { readLater } from './later.ts';
import { useSession } from './stores/session.ts';

attach(window.lanline);
const pinia = createPinia();
createApp(App).use(pinia).use(makeI18n()).mount('#app');

// The core's first word has come, so the first screen is being drawn; the rest can wait until it is.
void until(() => useSession(pinia).version)
  .not.toBe('')
  .then(() =>
    setTimeout(() => requestIdleCallback(() => void readLater(), { timeout: 2000 }), 500),
  );
