/**
 * A port where something listens but nothing is ever accepted: a connect hangs, as behind a firewall.
 *
 * Node accepts whatever comes, so the listener lives in a thread that sleeps once it listens.
 * Its backlog is filled first; then Linux drops what knocks.
 */
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export type DeafListener = { readonly port: number; dispose(): Promise<void> };

const listenAndSleep = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

export async function startDeafListener(): Promise<DeafListener> {
  const worker = new Worker(listenAndSleep, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const knocking: net.Socket[] = [];
  for (let isFull = false; !isFull;) {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    knocking.push(socket);
    isFull = await Promise.race([
      once(socket, 'connect').then(() => false),
      delay(200).then(() => true),
    ]);
  }
  return {
    port,
    async dispose() {
      for (const socket of knocking) socket.destroy();
      await worker.terminate();
    },
  };
}
