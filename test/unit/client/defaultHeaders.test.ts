/** What is sent that no file says: over real sockets, as the server got it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../../src/client/settings.ts';
import type { HeaderField } from '../../../src/request/resolvedRequest.ts';
import { startEchoServer } from '../../support/echoServer.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor } from '../../support/stage.ts';

const codings = 'gzip, deflate, br, zstd';

/** What a request with these headers asks for, by `Accept-Encoding`. */
function check(headers: readonly HeaderField[], expected: string | undefined): void {
  test(`${JSON.stringify(headers)} asks for ${expected ?? 'no coding'}`, async (t) => {
    const server = await startEchoServer();
    t.after(() => server.dispose());
    const client = await clientFor(t);
    await client.send(requestTo(`${server.origin}/`, { headers }));
    assert.equal(server.arrivals[0]?.headers['accept-encoding'], expected);
  });
}

check([], codings);
check([['Accept', 'application/json']], codings);
check([['accept-encoding', 'identity']], 'identity');
check([['Accept-Encoding', '']], '');
check([['Range', 'bytes=0-9']], undefined);
check([['accept', 'text/event-stream']], undefined);
check([['Accept', 'application/x-ndjson, */*']], undefined);

test('what the settings leave out is not sent', async (t) => {
  const server = await startEchoServer();
  t.after(() => server.dispose());
  const client = await clientFor(t, { ...defaultSettings, defaultHeaders: [['Accept', '*/*']] });
  await client.send(requestTo(`${server.origin}/`));
  const {
    'user-agent': agent,
    accept,
    'accept-encoding': coding,
  } = server.arrivals[0]?.headers ?? {};
  assert.deepEqual([agent, accept, coding], [undefined, '*/*', undefined]);
});
