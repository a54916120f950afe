// Menus, popovers and dialogs that are open have the keys, Escape above all.
export const layersOpen = (): boolean =>
  document.querySelector('[data-dismissable-layer]') !== null;

/** Keys of the window itself: they wait while something lies over it. */
export function unlessLayer(act: (event: KeyboardEvent) => void) {
  return (event: KeyboardEvent): void => {
    if (layersOpen()) return;
    event.preventDefault();
    act(event);
  };
}
