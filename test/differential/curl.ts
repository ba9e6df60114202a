/** A scenario sent by curl: one process, and what it says of each transfer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Stage } from './stage.ts';
import { askOf, type Ask, type Scenario, type Transfer } from './scenario.ts';
import { caFor, clientCertificate, pinnedKeys } from './tlsFiles.ts';

export const curl = process.env['KEEPALIVE_CURL'] ?? '/usr/bin/curl';

export async function sendByCurl(stage: Stage, { steps, parallel }: Scenario): Promise<Transfer[]> {
  const transfers: string[] = [];
  for (const [index, step] of steps.entries()) {
    const ask = askOf(step);
    const options = ask === null ? waiting(stage) : await optionsOf(stage, ask, index);
    transfers.push(options.map(([name = '', value]) => line(name, value)).join('\n'));
  }
  const flags = [
    '--disable',
    '--silent',
    '--config',
    '-',
    ...(parallel ? ['--parallel', '--parallel-immediate'] : []),
  ];
  // Nothing of the environment may choose a proxy; the locale is for international names.
  const env = { LC_ALL: 'C.UTF-8' };
  const child = spawn(curl, flags, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(transfers.join('\nnext\n'));
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const lines = output.trim().split('\n');
  const rows = lines.map((line) => line.split(' ').map(Number)).sort(([a = 0], [b = 0]) => a - b);
  let opened = 0;
  return rows.map(([, connects = 0, localPort = 0, exitCode]) => {
    opened += connects;
    // A Unix socket has no port.
    const name = localPort > 0 ? localPort : exitCode === 0 ? opened : 0;
    return { reused: connects === 0, localPort: name, failed: exitCode !== 0 };
  });
}

function waiting({ barrier }: Stage): string[][] {
  return [
    ['url', barrier],
    ['output', '/dev/null'],
  ];
}

async function optionsOf(stage: Stage, ask: Ask, index: number): Promise<string[][]> {
  const options: string[][] = [
    ['url', await stage.fill(ask.url)],
    ['output', '/dev/null'],
    ['max-time', '20'],
    ['write-out', `${index} %{num_connects} %{local_port} %{exitcode}\\n`],
    ['cacert', await stage.file(await caFor(ask))],
  ];
  const { method = 'GET', body, httpVersion, connectTo, unixSocket, proxy } = ask;
  if (method === 'HEAD') options.push(['head']);
  else if (method !== 'GET') options.push(['request', method]);
  for (const header of ask.headers ?? []) options.push(['header', header]);
  if (body !== undefined) {
    const bytes = typeof body === 'number' ? 'x'.repeat(body) : body;
    options.push(['data-binary', `@${await stage.file(bytes)}`]);
    // It would ask first and wait a second for the answer.
    options.push(['header', 'Expect:']);
  }
  if (httpVersion === '1.1') options.push(['http1.1']);
  if (httpVersion === '2')
    options.push([ask.url.startsWith('{h2c}') ? 'http2-prior-knowledge' : 'http2']);
  if (ask.insecure) options.push(['insecure']);
  if (ask.clientCertificate !== undefined) {
    const { cert, key } = await clientCertificate(ask.clientCertificate);
    options.push(['cert', await stage.file(cert)], ['key', await stage.file(key)]);
  }
  if (ask.ciphers !== undefined) {
    options.push(['tls13-ciphers', ask.ciphers], ['proxy-tls13-ciphers', ask.ciphers]);
  }
  if (ask.auth !== undefined) {
    options.push([ask.auth === 'any' ? 'anyauth' : 'digest'], ['user', 'user:secret']);
  }
  if (ask.pinned !== undefined) {
    const keys = await pinnedKeys(ask.pinned);
    options.push(['pinnedpubkey', keys.map((key) => `sha256//${key}`).join(';')]);
  }
  if (connectTo !== undefined) options.push(['connect-to', `::${await stage.fill(connectTo)}`]);
  if (unixSocket !== undefined) options.push(['unix-socket', await stage.fill(unixSocket)]);
  if (proxy !== undefined) {
    options.push(['proxy', await stage.fill(proxy)]);
    options.push(['proxy-cacert', await stage.file(await caFor(ask))]);
  }
  return options;
}

function line(name: string, value: string | undefined): string {
  return value === undefined ? name : `${name} = ${JSON.stringify(value)}`;
}
