/** Debian's squid in a folder of its own: a proxy that wants a password, and logs who asked for what. */
import type { TestContext } from 'node:test';
import type { Client } from '../../src/client/client.ts';
import { noProxy } from '../../src/client/proxySettings.ts';
import { freePort } from '../support/freePort.ts';
import { clientFor } from '../support/stage.ts';
import { startDaemon } from './daemon.ts';

export type Squid = {
  /** The next lines of its access log, at least as many: `40516 GET http://api.test/ 200 ann`. */
  nextLines(count: number): Promise<readonly string[]>;
  /** A client that sends all through it; `credentials` are `user:password`, or nothing. */
  through(t: TestContext, credentials: string): Promise<Client>;
  dispose(): Promise<void>;
};

type SquidOptions = {
  readonly files: Readonly<Record<string, string>>;
  /** How it asks for the password, in lines of its configuration. */
  readonly asking: (folder: string) => string;
};

export async function startSquid({ files, asking }: SquidOptions): Promise<Squid> {
  const port = await freePort();
  const daemon = await startDaemon({
    program: '/usr/sbin/squid',
    from: 'squid',
    port,
    args: (folder) => ['-N', '-d', '1', '-f', `${folder}/squid.conf`],
    files: (folder) => ({ ...files, 'squid.conf': config(folder, port, asking(folder)) }),
    log: 'access.log',
  });
  // The first line is about the look whether it listens.
  await daemon.nextLines(1);
  return {
    nextLines: daemon.nextLines,
    through(t, credentials) {
      const url = `http://${credentials === '' ? '' : `${credentials}@`}127.0.0.1:${String(port)}`;
      return clientFor(t, { proxy: { ...noProxy, http: url, https: url } });
    },
    dispose: daemon.dispose,
  };
}

function config(folder: string, port: number, asking: string): string {
  return `
http_port 127.0.0.1:${String(port)}
pid_filename none
visible_hostname squid.test
cache deny all
cache_log ${folder}/cache.log
coredump_dir ${folder}
logformat seen %>p %rm %ru %>Hs %un
access_log stdio:${folder}/access.log logformat=seen
buffered_logs off
shutdown_lifetime 0 seconds
${asking}
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
`;
}
