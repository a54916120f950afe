// The least a messenger can be: the broadcast loop of ws's own README. Stores nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { serveBench } from '../servers/server.ts';

const http = createServer();
const server = new WebSocketServer({ server: http });

server.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data, binary) => {
    for (const client of server.clients)
      if (client.readyState === WebSocket.OPEN) client.send(data, { binary });
  });
});

serveBench(
  () =>
    new Promise((resolve) => {
      http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
    }),
  () => http.closeAllConnections(),
);
