/** What is built must behave as the sources do: the programs load undici late, and load the same `Client`. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { build } from 'esbuild';
import * as undici from 'undici';

import { programs, undiciBundle } from '../../../scripts/build/bundles.ts';

const folder = await mkdtemp(join(tmpdir(), 'keepalive-build-'));
after(() => rm(folder, { recursive: true }));

async function bundledClient(): Promise<typeof undici.Client> {
  const outfile = join(folder, 'undici.cjs');
  await build({ ...undiciBundle(), minify: true, outfile });
  const exported = createRequire(import.meta.url)(outfile) as object;
  assert.deepEqual(Object.keys(exported), ['Client']);
  return (exported as { Client: typeof undici.Client }).Client;
}

type Answer = {
  readonly status: number;
  readonly headers: readonly string[];
  readonly text: string;
};

/** Two answers and an error, as `dispatch` tells them: the one door that the transport uses. */
async function story(Client: typeof undici.Client, t: TestContext): Promise<unknown> {
  let connections = 0;
  const server = createServer((request, response) => {
    response.setHeader('date', 'today').end(`${request.method ?? ''} ${request.url ?? ''}`);
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new Client(`http://127.0.0.1:${port}`, { pipelining: 1 });
  t.after(async () => {
    server.close();
    await client.destroy();
  });
  const answers = [await get(client, '/one'), await get(client, '/two')];
  await client.close();
  const late = await get(client, '/late').catch((error: unknown) => error);
  assert.ok(late instanceof Error);
  return { connections, answers, failure: { name: late.name, message: late.message } };
}

function get(client: undici.Client, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: readonly string[] = [];
    let text = '';
    client.dispatch(
      { method: 'GET', path },
      {
        onRequestStart: () => undefined,
        onResponseStart(controller, statusCode) {
          status = statusCode;
          headers = (controller.rawHeaders as readonly Buffer[]).map(String);
        },
        onResponseData(_, chunk) {
          text += chunk.toString();
        },
        onResponseEnd: () => resolve({ status, headers, text }),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}

test('the bundled Client does what the whole undici does', async (t) => {
  const bundled = await story(await bundledClient(), t);
  assert.deepEqual(bundled, await story(undici.Client, t));
  assert.equal((bundled as { connections: number }).connections, 1);
});

test('a program requires undici.cjs when it asks for it, not when it starts', async () => {
  const entry = join(folder, 'late.ts');
  writeFileSync(entry, `export const load = async () => (await import('undici')).Client;\n`);
  const [extension] = programs(true);
  const outfile = join(folder, 'late.cjs');
  await build({ ...undiciBundle(), outfile: join(folder, 'undici.cjs') });
  await build({ ...extension, entryPoints: [entry], outfile });
  const require = createRequire(import.meta.url);
  const undiciFile = require.resolve(join(folder, 'undici.cjs'));
  Reflect.deleteProperty(require.cache, undiciFile);
  const program = require(outfile) as { load(): Promise<typeof undici.Client> };
  assert.equal(undiciFile in require.cache, false);
  assert.equal(typeof (await program.load()), 'function');
  assert.equal(undiciFile in require.cache, true);
});

test('a program starts without what opens sockets, and without what few requests need of Node', async () => {
  for (const program of programs(true).slice(0, 2)) {
    const { metafile } = await build({ ...program, metafile: true, write: false });
    const [output] = Object.values(metafile.outputs);
    assert.ok(output !== undefined);
    const { inputs, imports } = output;
    assert.equal('src/transport/http1.ts' in inputs, false, program.outfile);
    const paths = imports.map(({ path }) => path);
    assert.ok(paths.includes('./transport.cjs'), program.outfile);
    if (program.outfile?.includes('extension') !== true) continue;
    for (const late of ['node:crypto', 'node:zlib', 'node:fs/promises', 'node:http2', 'node:tls'])
      assert.equal(paths.includes(late), false, late);
  }
});

test('a program that would start with undici is not built', async () => {
  const entry = join(folder, 'early.ts');
  writeFileSync(entry, `export { Client } from 'undici';\n`);
  const [extension] = programs(true);
  await assert.rejects(
    build({ ...extension, entryPoints: [entry], outfile: join(folder, 'early.cjs') }),
    /Load undici late, by import\('undici'\), in .*early\.ts/,
  );
});
