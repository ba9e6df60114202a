/** What a long answer takes of the memory outside the garbage collector's heap, however its pieces come. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClient } from '../../../src/client/client.ts';
import { bodyLength } from '../../../src/client/exchange.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { requestTo } from '../../support/requestTo.ts';

const megabyte = 1024 * 1024;
const bytes = 192 * megabyte;

const serving = `
  const block = Buffer.alloc(${String(megabyte)}, 'keepalive ');
  const packed = require('node:zlib').gzipSync(require('node:crypto').randomBytes(block.length / 2).toString('hex'));
  const serve = ({ url }, response) => {
    const coded = url === '/gzip';
    response.writeHead(200, coded ? { 'content-encoding': 'gzip' } : {});
    const [piece, worth] =
      coded ? [packed, block.length] : url === '/chunks' ? [block.subarray(0, 16384), 16384] : [block, block.length];
    let left = ${String(bytes)};
    const more = () => {
      while (left > 0) {
        left -= worth;
        if (!response.write(piece)) return response.once('drain', more);
      }
      response.end();
    };
    more();
  };
  const servers = ['node:http', 'node:http2'].map((name) => require(name).createServer(serve).listen(0, '127.0.0.1'));
  setTimeout(() => console.log(JSON.stringify(servers.map((each) => each.address().port))), 100);
  process.stdin.resume().on('end', () => process.exit());
`;

let server: ChildProcess;
let ports: readonly number[] = [];
before(async () => {
  // In a process of its own, as its memory would count as ours.
  server = spawn(process.execPath, ['-e', serving], { stdio: ['pipe', 'pipe', 'inherit'] });
  assert.ok(server.stdout);
  ports = JSON.parse(String((await once(server.stdout, 'data'))[0])) as number[];
});
after(() => server.kill());

check('whole', '/whole');
check('in small chunks', '/chunks');
check('in gzip', '/gzip');
check('over HTTP/2', '/whole', '2');

function check(name: string, path: string, httpVersion: string | null = null): void {
  test(`a long answer takes little memory: ${name}`, async (t) => {
    const bodyFolder = await mkdtemp(join(tmpdir(), 'keepalive-memory-'));
    t.after(() => rm(bodyFolder, { recursive: true, force: true }));
    const client = createClient({ ...defaultSettings, maxBodyBytes: megabyte, bodyFolder });
    t.after(() => client.dispose());
    const taken = (): number => process.memoryUsage().arrayBuffers;
    const atFirst = taken();
    let peak = atFirst;
    const look = setInterval(() => (peak = Math.max(peak, taken())), 5);
    t.after(() => {
      clearInterval(look);
    });
    const port = String(ports[httpVersion === null ? 0 : 1]);
    const request = requestTo(`http://127.0.0.1:${port}${path}`, { httpVersion });
    const exchange = await client.send(request);
    assert.equal(exchange.failure, null);
    assert.equal(bodyLength(exchange), bytes);
    assert.ok(peak - atFirst <= 24 * megabyte, `${String((peak - atFirst) / megabyte)} MB`);
  });
}
