/**
 * Redirects × methods × origins: what reaches the end of a redirect from us, from `curl -L` and from Node's fetch.
 * Where one of them differs, the list below says in what and why, and the test sees that the list is whole.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startRedirectServers } from '../support/redirectServers.ts';
import { requestTo } from '../support/requestTo.ts';
import { clientFor } from '../support/stage.ts';

const statuses = [301, 302, 303, 307, 308];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const fields = ['method', 'body', 'content-type', 'authorization', 'cookie', 'x-own'] as const;

type Row = Readonly<Record<(typeof fields)[number], string>>;

/** What is known to differ from us: client, statuses, methods, origins, fields. */
const differences: readonly (readonly [RegExp, string])[] = [
  // A method given with -X is meant for every leg, and so is its body.
  [/^curl 303 (PATCH|DELETE) (same|other) (method|body|content-type)$/, '-X holds for every leg'],
  // To curl a -d is a POST, whose body 301 and 302 take away.
  [/^curl 30[12] PATCH (same|other) body$/, '-X keeps the method of what -d makes a POST'],
  // A header given with -H is sent whether there is a body or not.
  [/^curl 30[123] (POST|PUT) (same|other) content-type$/, '-H holds for every leg'],
];

test('the same reaches the end of a redirect', async (t) => {
  const servers = await startRedirectServers();
  t.after(() => servers.dispose());
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-redirects-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'body.txt');
  await writeFile(file, 'a body');
  const client = await clientFor(t);
  const found: string[] = [];
  let compared = 0;
  for (const status of statuses) {
    for (const method of methods) {
      for (const where of ['same', 'other'] as const) {
        const to = `${servers.origins[where === 'same' ? 0 : 1]}/there`;
        const url = `${servers.origins[0]}/go?status=${String(status)}&to=${encodeURIComponent(to)}`;
        const end = (): Row => {
          const last = servers.take().at(-1);
          assert.equal(last?.path, '/there');
          const { headers, body } = last;
          const value = (name: string) => String(headers[name] ?? '');
          return {
            method: last.method,
            body: body.toString(),
            'content-type': value('content-type'),
            authorization: value('authorization'),
            cookie: value('cookie'),
            'x-own': value('x-own'),
          };
        };
        servers.take();
        const body = ['POST', 'PUT', 'PATCH'].includes(method) ? Buffer.from('a body') : null;
        await client.send(requestTo(url, { method, headers: headersFor(body), body }));
        const ours = end();
        await byFetch(url, method, body);
        const others = { fetch: end(), curl: await byCurl(url, method, body, file).then(end) };
        for (const [name, theirs] of Object.entries(others)) {
          for (const field of fields) {
            compared += 1;
            if (ours[field] === theirs[field]) continue;
            found.push(`${name} ${String(status)} ${method} ${where} ${field}`);
          }
        }
      }
    }
  }
  assert.equal(compared, 5 * 6 * 2 * 2 * fields.length);
  const unknown = found.filter((line) => !differences.some(([known]) => known.test(line)));
  assert.deepEqual(unknown, []);
  for (const [known, why] of differences)
    assert.ok(
      found.some((line) => known.test(line)),
      why,
    );
});

const common = [
  ['Authorization', 'Bearer abc'],
  ['Cookie', 'a=1'],
  ['X-Own', 'stays'],
] as const;

function headersFor(body: Buffer | null): readonly (readonly [string, string])[] {
  return body === null ? common : [...common, ['Content-Type', 'text/own']];
}

async function byFetch(url: string, method: string, body: Buffer | null): Promise<void> {
  const headers = headersFor(body).map(([name, value]): [string, string] => [name, value]);
  const response = await fetch(url, { method, headers, body: body === null ? null : 'a body' });
  await response.arrayBuffer();
}

async function byCurl(url: string, method: string, body: Buffer | null, file: string) {
  const how: Readonly<Record<string, readonly string[]>> = {
    GET: [],
    HEAD: ['--head'],
    POST: ['--data', '@FILE'],
    PUT: ['--upload-file', 'FILE'],
    PATCH: ['--request', 'PATCH', '--data', '@FILE'],
    DELETE: ['--request', 'DELETE'],
  };
  const flags = (how[method] ?? []).map((flag) => flag.replace('FILE', file));
  const headers = [...headersFor(body), ['Expect', ''] as const].flatMap(([name, value]) => [
    '--header',
    `${name}: ${value}`,
  ]);
  const all = ['--disable', '--silent', '--location', ...flags, ...headers, url];
  const child = spawn('/usr/bin/curl', all, { env: {}, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 0, `curl ${method} ${url}`);
}
