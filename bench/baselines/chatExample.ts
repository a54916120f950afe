// Socket.IO's own chat example, on Koa as its documentation puts them together. Stores nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { Server } from 'socket.io';
import { serveBench } from '../servers/server.ts';

const app = new Koa();
const handle = app.callback();
const http = createServer((request, response) => void handle(request, response));
const io = new Server(http);

io.on('connection', (socket) => {
  socket.on('chat message', (message) => {
    io.emit('chat message', message);
  });
});

serveBench(
  () =>
    new Promise((resolve) => {
      http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
    }),
  () => io.close(),
);
