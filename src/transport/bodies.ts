/** What the client does with bodies that have come: reads them again, and keeps what it makes of them as they are kept. */
import { BodyCollector } from './bodyCollector.ts';
import { discardBodyFile, readBodyFile } from './bodyFiles.ts';
import type { BodyFile, BodyLimits } from './connection.ts';
import { withoutRoom } from './withoutRoom.ts';

export type Bodies = {
  /** A piece is lent until the next one is asked for. */
  readonly read: (file: BodyFile) => AsyncIterable<Uint8Array>;
  readonly collect: typeof collectBody;
  readonly discard: (file: BodyFile) => Promise<void>;
};

export const bodies: Bodies = {
  read: readBodyFile,
  collect: collectBody,
  discard: discardBodyFile,
};

export type Collected = {
  /** Of a body in a file only its beginning. */
  readonly body: Uint8Array;
  readonly bodyFile: BodyFile | null;
};

/**
 * Takes pieces for good, in memory and past a limit in a file.
 * Rejects with what `pieces` throw, or with what the disk says; then nothing of it is left.
 */
async function collectBody(
  pieces: AsyncIterable<Uint8Array>,
  limits: BodyLimits,
): Promise<Collected> {
  const collector = new BodyCollector(limits, () => true);
  let room = Promise.resolve();
  let hasRoom = (): void => undefined;
  const source = {
    pause: () => (room = new Promise((resolve) => (hasRoom = resolve))),
    resume: () => {
      hasRoom();
    },
  };
  try {
    for await (const piece of pieces) {
      if (!collector.add(piece, source)) break;
      await room;
    }
  } catch (error) {
    const bodyFile = await collector.finish();
    if (bodyFile !== null) await discardBodyFile(bodyFile);
    throw error;
  }
  const bodyFile = await collector.finish();
  const { failure, head } = collector;
  if (failure !== null) throw new Error(failure.detail);
  return { body: withoutRoom(head), bodyFile };
}
