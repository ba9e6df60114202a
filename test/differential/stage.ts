/** The servers that scenarios name, each started when it is first named, and files for curl. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { certificates } from '../support/certificates.ts';
import { startDigestServer } from '../support/digestServer.ts';
import { startScriptedProxy } from '../support/scriptedProxy.ts';
import { startServer } from '../support/scriptedServer.ts';
import { startHttp2Origin } from './http2Origin.ts';

export type Server = {
  readonly port: number;
  readonly quiet?: () => Promise<void>;
  dispose(): Promise<void>;
};

export type Stage = {
  /** The text with `{http}`, `{http.port}` and so on filled in; starts the servers it names. */
  fill(text: string): Promise<string>;
  /** Resolves when every server has done what it does to idle connections, and it has arrived. */
  quiet(): Promise<void>;
  /** A URL that answers when it is quiet. */
  readonly barrier: string;
  /** A file with this text; the same text is the same file. */
  file(text: string): Promise<string>;
  dispose(): Promise<void>;
};

/** What `{name}` stands for, when it is not the server's `http://127.0.0.1:port`. */
const origins: Readonly<Record<string, (port: number, folder: string) => string>> = {
  https: (port) => `https://127.0.0.1:${port}`,
  https2: (port) => `https://127.0.0.1:${port}`,
  mutual: (port) => `https://127.0.0.1:${port}`,
  h2: (port) => `https://127.0.0.1:${port}`,
  h2single: (port) => `https://127.0.0.1:${port}`,
  ipv6: (port) => `http://[::1]:${port}`,
  unix: (_port, folder) => join(folder, 'unix'),
  unix2: (_port, folder) => join(folder, 'unix2'),
};

export async function startStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'differential-'));
  const servers = new Map<string, Server>();
  const files = new Map<string, string>();
  const quiet = async (): Promise<void> => {
    for (const server of servers.values()) await server.quiet?.();
    // From the server's kernel to the client's.
    await delay(30);
  };
  const barrier = http.createServer((_request, response) => {
    void quiet().then(() => response.writeHead(200, { Connection: 'close' }).end());
  });
  barrier.listen(0, '127.0.0.1');
  await once(barrier, 'listening');

  return {
    barrier: `http://127.0.0.1:${(barrier.address() as AddressInfo).port}/`,
    quiet,
    async fill(text) {
      let filled = text;
      for (const [whole, name = '', port] of text.matchAll(/\{(\w+)(\.port)?\}/g)) {
        const server = servers.get(name) ?? (await start(name, folder));
        servers.set(name, server);
        const origin = origins[name] ?? ((port: number) => `http://127.0.0.1:${port}`);
        filled = filled.replace(
          whole,
          port === undefined ? origin(server.port, folder) : String(server.port),
        );
      }
      return filled;
    },
    async file(text) {
      const path = files.get(text) ?? join(folder, `file${files.size}`);
      if (!files.has(text)) await writeFile(path, text);
      files.set(text, path);
      return path;
    },
    async dispose() {
      for (const server of servers.values()) await server.dispose();
      barrier.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function start(name: string, folder: string): Promise<Server> {
  const { localhost } = await certificates();
  switch (name) {
    case 'http':
    case 'http2nd':
    case 'a':
    case 'b':
    case 'c':
    case 'd':
    case 'e':
    case 'f':
      return startServer({ idleUntilQuiet: true });
    case 'https':
    case 'https2':
      return startServer({ tls: localhost, idleUntilQuiet: true });
    case 'ipv6':
      return startServer({ host: '::1' });
    case 'h2':
      return startHttp2Origin({ tls: localhost });
    case 'h2single':
      return startHttp2Origin({ tls: localhost, maxConcurrentStreams: 1 });
    case 'h2c':
      return startHttp2Origin();
    case 'proxy':
    case 'proxy2':
      return startScriptedProxy();
    case 'secureProxy':
      return startScriptedProxy({ tls: localhost });
    case 'strictProxy':
      return startScriptedProxy({ credentials: 'ada:secret' });
    case 'digest':
      return startDigest();
    case 'unix':
    case 'unix2':
      return startUnixOrigin(join(folder, name));
    default:
      throw new Error(`There is no server {${name}}`);
  }
}

async function startDigest(): Promise<Server> {
  const { origin, dispose } = await startDigestServer();
  return { port: Number(new URL(origin).port), dispose };
}

/** A server at a path, behind which is one at a port. */
async function startUnixOrigin(path: string): Promise<Server> {
  const origin = await startServer();
  const server = net.createServer((near) => {
    const far = net.connect({ host: '127.0.0.1', port: origin.port });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    port: origin.port,
    quiet: origin.quiet,
    async dispose() {
      server.close();
      await origin.dispose();
    },
  };
}
