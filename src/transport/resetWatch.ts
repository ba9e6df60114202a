/**
 * Notices that a connection of HTTP/2 was reset or ended where Node does not.
 * Node stops reading while HTTP/2 writes. A write over TLS that fails at once, because a reset came before it, is
 * never over for the TLS layer (nodejs/node issue 61304); and after bytes that are no frame Node 22 reads no more.
 * Nothing is written or read then, and nobody is told: all requests on the connection, and all that chose it later,
 * would wait until their time is up.
 * Reading is harmless in between, and the read that fails, or finds the end, tells everybody.
 */
import type { Socket } from './openSocket.ts';

export type ResetWatch = { readonly start: () => void; readonly stop: () => void };

/** What `net.Socket` itself reads from. */
type Handle = { readonly readStart?: () => number };

export function resetWatch(socket: Socket, everyMs = 200): ResetWatch {
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      timer = setInterval(readOn, everyMs, socket);
    },
    stop() {
      clearInterval(timer);
    },
  };
}

function readOn(socket: Socket): void {
  if (socket.destroyed) return;
  (socket as { readonly _handle?: Handle | null })._handle?.readStart?.();
}
