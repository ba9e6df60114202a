/**
 * A port where something listens but nothing is ever accepted: a connect hangs, as behind a firewall.
 *
 * Node accepts whatever comes, so the listener lives in a thread that sleeps once it listens.
 * Its backlog is filled first; then Linux drops what knocks.
 * Once it is told to wake, it answers everybody: those who were dropped knock again a second after the first time.
 */
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export type DeafListener = {
  readonly port: number;
  /** From now on it accepts, and answers `ok` to each first request. */
  wake(): void;
  dispose(): Promise<void>;
};

const listenAndSleep = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok'));
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(workerData), 0, 0);
  });
`;

export async function startDeafListener(): Promise<DeafListener> {
  const alarm = new SharedArrayBuffer(4);
  const worker = new Worker(listenAndSleep, { eval: true, workerData: alarm });
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
    wake: () => {
      const bell = new Int32Array(alarm);
      Atomics.store(bell, 0, 1);
      Atomics.notify(bell, 0);
    },
    async dispose() {
      for (const socket of knocking) socket.destroy();
      await worker.terminate();
    },
  };
}
