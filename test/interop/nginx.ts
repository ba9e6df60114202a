/** Debian's nginx in a folder of its own: a server that nobody here wrote, with its own count of connections. */
import { certificates } from '../support/certificates.ts';
import { freePort } from '../support/freePort.ts';
import { startDaemon } from './daemon.ts';

export type Nginx = {
  readonly origin: string;
  readonly secureOrigin: string;
  /** Offers HTTP/2 as well. */
  readonly http2Origin: string;
  /** The next lines of its access log, at least as many. */
  nextLines(count: number): Promise<readonly LogLine[]>;
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
  const [port, securePort, http2Port] = [await freePort(), await freePort(), await freePort()];
  const { localhost } = await certificates();
  const daemon = await startDaemon({
    program: '/usr/sbin/nginx',
    from: 'nginx-light',
    port,
    args: (folder) => ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'],
    files: () => ({
      'www/page.txt': 'a page of some length\n'.repeat(100),
      users,
      'cert.pem': localhost.cert,
      'key.pem': localhost.key,
      'nginx.conf': config(port, securePort, http2Port),
    }),
    log: 'access.log',
  });
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    secureOrigin: `https://127.0.0.1:${String(securePort)}`,
    http2Origin: `https://127.0.0.1:${String(http2Port)}`,
    nextLines: async (count) => (await daemon.nextLines(count)).map(lineOf),
    dispose: daemon.dispose,
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

function lineOf(text: string): LogLine {
  const [connection, request, clientPort, status, resumed] = text.split(' ');
  return {
    connection: Number(connection),
    request: Number(request),
    clientPort: Number(clientPort),
    status: Number(status),
    tlsResumed: resumed === 'r',
  };
}
