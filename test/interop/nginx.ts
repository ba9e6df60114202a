/** Debian's nginx in a folder of its own: a server that nobody here wrote, with its own count of connections. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificates } from '../support/certificates.ts';
import { until } from '../support/until.ts';
import { freePort } from './daemon.ts';

const program = '/usr/sbin/nginx';

export type Nginx = {
  readonly origin: string;
  readonly secureOrigin: string;
  /** Offers HTTP/2 as well. */
  readonly http2Origin: string;
  /** Its access log once it has `lines` lines, for it is written after the answer. */
  log(lines: number): Promise<readonly LogLine[]>;
  dispose(): Promise<void>;
};

export type LogLine = {
  /** nginx's own serial number of the connection. */
  readonly connection: number;
  /** Which request on it this was, from 1. */
  readonly request: number;
  readonly clientPort: number;
  readonly status: number;
  readonly tlsResumed: boolean;
};

/** `users` are those who may see `/private/`, one a line. */
export async function startNginx({ users = '' } = {}): Promise<Nginx> {
  if (!existsSync(program)) {
    throw new Error(`This test needs ${program}: install it with apt-get install nginx-light`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-nginx-'));
  const [port, securePort, http2Port] = [await freePort(), await freePort(), await freePort()];
  const { localhost } = await certificates();
  await mkdir(join(folder, 'www'));
  await writeFile(join(folder, 'www/page.txt'), 'a page of some length\n'.repeat(100));
  await writeFile(join(folder, 'users'), users);
  await writeFile(join(folder, 'cert.pem'), localhost.cert);
  await writeFile(join(folder, 'key.pem'), localhost.key);
  await writeFile(join(folder, 'nginx.conf'), config(port, securePort, http2Port));
  const child = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await listening(port, () => {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
  });
  const readLog = async () => parseLog(await readFile(join(folder, 'access.log'), 'utf8'));
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    secureOrigin: `https://127.0.0.1:${String(securePort)}`,
    http2Origin: `https://127.0.0.1:${String(http2Port)}`,
    async log(lines) {
      let log = await readLog();
      await until(`nginx has logged ${String(lines)} requests`, () => {
        void readLog().then((read) => (log = read));
        return log.length >= lines;
      });
      return log;
    },
    async dispose() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One process, in the foreground, everything it writes in its own folder. */
function config(port: number, securePort: number, http2Port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events { worker_connections 64; }
http {
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(' ')}
  log_format seen '$connection $connection_requests $remote_port $status $ssl_session_reused';
  access_log access.log seen;
  keepalive_requests 3;
  keepalive_timeout 1s 1s;
  server {
    listen 127.0.0.1:${String(port)};
    listen 127.0.0.1:${String(securePort)} ssl;
    listen 127.0.0.1:${String(http2Port)} ssl http2;
    ssl_certificate cert.pem;
    ssl_certificate_key key.pem;
    ssl_session_cache shared:sessions:1m;
    root www;
    if_modified_since before;
    location = /ok { return 200 "ok"; }
    location = /empty { return 204; }
    location = /moved { return 301 /ok; }
    location = /close { keepalive_timeout 0; return 200 "ok"; }
    location = /small { client_max_body_size 1k; return 200 "ok"; }
    location /private/ { alias www/; auth_basic here; auth_basic_user_file users; }
    location /zipped/ { alias www/; gzip on; gzip_types *; gzip_min_length 1; }
    location /unchunked/ {
      alias www/; gzip on; gzip_types *; gzip_min_length 1; chunked_transfer_encoding off;
    }
  }
}
`;
}

function parseLog(log: string): readonly LogLine[] {
  return log
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [connection, request, clientPort, status, resumed] = line.split(' ');
      return {
        connection: Number(connection),
        request: Number(request),
        clientPort: Number(clientPort),
        status: Number(status),
        tlsResumed: resumed === 'r',
      };
    });
}

async function listening(port: number, stillThere: () => void): Promise<void> {
  let answered = false;
  await until(`nginx listens on ${String(port)}`, () => {
    stillThere();
    const socket = net.connect(port, '127.0.0.1', () => {
      answered = true;
      socket.destroy();
    });
    socket.on('error', () => undefined);
    return answered;
  });
}
