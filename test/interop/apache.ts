/** Debian's Apache in a folder of its own, which counts the requests of each connection itself (`%k`). */
import assert from 'node:assert/strict';
import type { Exchange } from '../../src/client/exchange.ts';
import { freePort } from '../support/freePort.ts';
import { startDaemon } from './daemon.ts';

export type Apache = {
  readonly origin: string;
  /** The next lines of its access log, at least as many. */
  nextLines(count: number): Promise<readonly ApacheLine[]>;
  dispose(): Promise<void>;
};

export type ApacheLine = {
  readonly clientPort: number;
  readonly requestsBefore: number;
  readonly status: number;
  /** As `logged` asks for it. */
  readonly rest: string;
};

type ApacheOptions = {
  /** Beside those that each one needs. */
  readonly modules: readonly string[];
  /** What its log tells of a request beside port, count and status. */
  readonly logged: string;
  readonly files: Readonly<Record<string, string>>;
  /** What its configuration has beside a root, which is the folder, and a log. */
  readonly config: (folder: string) => string;
};

export async function startApache(options: ApacheOptions): Promise<Apache> {
  const port = await freePort();
  const daemon = await startDaemon({
    program: '/usr/sbin/apache2',
    from: 'apache2-bin',
    port,
    args: (folder) => ['-f', `${folder}/httpd.conf`, '-D', 'FOREGROUND'],
    files: (folder) => ({
      ...options.files,
      'page.txt': 'a page',
      'httpd.conf': `${base(folder, port, options)}${options.config(folder)}`,
    }),
    log: 'access.log',
  });
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    nextLines: async (count) => (await daemon.nextLines(count)).map(lineOf),
    dispose: daemon.dispose,
  };
}

/** What Apache logged of these exchanges, which is what they say of their connections. */
export async function agreed(
  apache: Apache,
  exchanges: readonly Exchange[],
): Promise<readonly ApacheLine[]> {
  const hops = exchanges.flatMap((exchange) => exchange.hops);
  const lines = await apache.nextLines(hops.length);
  assert.deepEqual(
    lines.map(({ clientPort, requestsBefore, status }) => ({ clientPort, requestsBefore, status })),
    hops.map(({ connection, response }) => ({
      clientPort: connection?.localPort,
      requestsBefore: connection?.requestsBefore,
      status: response?.status,
    })),
  );
  return lines;
}

function lineOf(text: string): ApacheLine {
  const [clientPort, requestsBefore, status, ...rest] = text.split(' ');
  return {
    clientPort: Number(clientPort),
    requestsBefore: Number(requestsBefore),
    status: Number(status),
    rest: rest.join(' '),
  };
}

function base(folder: string, port: number, { modules, logged }: ApacheOptions): string {
  const names = ['mpm_event', 'authz_core', 'mime', ...modules];
  const load = (name: string): string =>
    `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`;
  return `
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
ServerName 127.0.0.1
${names.map(load).join('\n')}
User nobody
Group nogroup
PidFile ${folder}/pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
LogFormat "%{remote}p %k %s ${logged}" seen
CustomLog ${folder}/access.log seen
TypesConfig /dev/null
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
KeepAlive On
Listen 127.0.0.1:${String(port)}
DocumentRoot ${folder}
`;
}
