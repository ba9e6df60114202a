/** Passes bytes on to a port of this machine, late: a network in between, for measuring round trips. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export type DelayRelay = { readonly port: number; dispose(): Promise<void> };

/** `delayMs` is for each direction: a round trip takes twice as long. TCP's own handshake is not delayed. */
export async function startDelayRelay(targetPort: number, delayMs: number): Promise<DelayRelay> {
  const open = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    pass(near, far);
    pass(far, near);
  });

  function pass(from: net.Socket, to: net.Socket): void {
    open.add(from);
    // Timers of equal delay fire in the order in which they were set, so bytes keep theirs.
    from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
    from.on('end', () => setTimeout(() => to.end(), delayMs));
    from.on('error', () => setTimeout(() => to.destroy(), delayMs));
    from.on('close', () => open.delete(from));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async dispose() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
