// What the preload puts on the window.
import type { Bridge } from '../shared/api.ts';

declare global {
  interface Window {
    readonly lanline: Bridge;
  }
}
