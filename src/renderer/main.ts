// Entry of the window.
import '@fontsource-variable/inter/opsz.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { attach } from './api.ts';
import App from './App.vue';
import { makeI18n } from './i18n.ts';

attach(window.lanline);
createApp(App).use(createPinia()).use(makeI18n()).mount('#app');
