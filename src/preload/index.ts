// The one bridge between window and core (steps 3 and 14 of the message path). It carries every
// call and push of shared/api.ts by name, so it never grows with a feature.
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge } from '../shared/api.ts';
import { checkSpelling } from './spelling.ts';

const bridge: Bridge = {
  call: (name, input, team) => ipcRenderer.invoke('api', name, input, team),
  listen(receive) {
    const forward = (
      _event: IpcRendererEvent,
      name: string,
      payload: unknown,
      team: string | null,
    ): void => receive(name, payload, team);
    ipcRenderer.on('api:push', forward);
    return () => void ipcRenderer.off('api:push', forward);
  },
};

contextBridge.exposeInMainWorld('lanline', bridge);
checkSpelling();
