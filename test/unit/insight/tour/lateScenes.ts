/** The end of the tour: what changes around connections, limits that others reach, and what is not there at all. */
import { atLeast } from '../../../support/atLeast.ts';
import { startFrameServer } from '../../../support/http2Frames.ts';
import { startServer } from '../../../support/scriptedServer.ts';
import type { Scene } from './guide.ts';

export const lateScenes: readonly Scene[] = [
  [
    'The settings change',
    async (guide) => {
      const { origin } = guide.named('settled', await startServer());
      await guide.send(`${origin}/ok`);
      guide.settings({ minTlsVersion: 'TLSv1.2' });
      await guide.send(`${origin}/ok`);
    },
  ],
  [
    'The network changes',
    async (guide) => {
      const { origin } = guide.named('moving', await startServer());
      await guide.send(`${origin}/ok`);
      guide.move();
      // What was looked at less than a second ago is not looked at again.
      await atLeast(1010, new AbortController().signal);
      await guide.send(`${origin}/ok`);
    },
  ],
  [
    'Limits that a connection of another kind reaches',
    async (guide) => {
      for (const limit of ['maxConnectionsPerHost', 'maxConnections'] as const) {
        guide.client.closeAll();
        guide.settings({ [limit]: 1 });
        const { origin, port } = guide.named(limit, await startServer());
        await guide.send(`${origin}/ok`);
        await guide.send(`${origin}/ok`, { connectTo: { host: '127.0.0.1', port } });
        await guide.send(`${origin}/ok`);
      }
    },
  ],
  [
    'A PING that is not answered',
    async (guide) => {
      guide.settings({ upkeep: { everyMs: 10, answerWithinMs: 30 } });
      const server = await startFrameServer({
        answersPings: false,
        onRequest: (connection, _index, stream) => {
          connection.head(stream, true);
        },
      });
      guide.named('silent-h2', server);
      await guide.gone(await guide.send(`${server.origin}/ok`, { httpVersion: '2' }));
      await guide.send(`${server.origin}/ok`, { httpVersion: '2' });
    },
  ],
  [
    'Nothing there, and what can not be done',
    async (guide) => {
      const nobody = guide.named('nobody', await startServer());
      await nobody.dispose();
      await guide.send(`${nobody.origin}/ok`);
      const { origin } = guide.named('ahead', await startServer());
      await guide.send(`${origin}/ok`, { httpVersion: '3' });
    },
  ],
];
