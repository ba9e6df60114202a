/**
 * Notices that a TLS connection of HTTP/2 was reset where Node does not.
 * Node stops reading while HTTP/2 writes. A write that fails at once, because a reset came before it, is never
 * over for the TLS layer: nothing is written or read any more, and nobody is told (nodejs/node issue 61304).
 * All requests on the connection, and all that chose it later, would wait until their time is up.
 * Reading is harmless in between, and the read that fails tells everybody.
 */
import type { Socket } from './openSocket.ts';

export type ResetWatch = { readonly start: () => void; readonly stop: () => void };

/** What `net.Socket` itself reads from. */
type Handle = { readonly readStart?: () => number };

export function resetWatch(socket: Socket, everyMs = 200): ResetWatch {
  const isTls = 'getProtocol' in socket;
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      if (isTls) timer = setInterval(readOn, everyMs, socket);
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
