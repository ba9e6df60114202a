/** The HTTPS origin in a process of its own, which tells its counts when asked. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { certificates } from '../test/support/certificates.ts';
import { startHttpsOrigin, type Counts } from '../test/support/httpsOrigin.ts';

export type OriginProcess = {
  readonly port: number;
  /** The authority to trust, PEM. */
  readonly ca: string;
  /** What it has seen since it was last asked. */
  counts(): Promise<Counts>;
  stop(): void;
};

export async function startOriginProcess(): Promise<OriginProcess> {
  const child = fork(join(import.meta.dirname, 'originProcess.ts'), ['serve']);
  const [{ port, ca }] = (await once(child, 'message')) as [{ port: number; ca: string }];
  return {
    port,
    ca,
    async counts() {
      child.send('counts');
      const [counts] = (await once(child, 'message')) as [Counts];
      return counts;
    },
    stop: () => child.kill(),
  };
}

if (process.argv[2] === 'serve') {
  const { ca, localhost } = await certificates();
  const origin = await startHttpsOrigin(localhost);
  process.on('message', () => {
    process.send?.(origin.counts);
    origin.reset();
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ port: origin.port, ca });
}
