/** A server on 127.0.0.1 that wants Digest answers, and notes how it was answered. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type DigestServer = {
  readonly origin: string;
  /** For each request the status and the `nc` it came with, such as `401 -` or `200 00000002`. */
  readonly story: () => readonly string[];
  readonly connections: () => number;
  /** From now on another nonce is taken; the one before is stale. */
  readonly renew: () => void;
  /** Each answer names the nonce for the next request. */
  nextNonce: boolean;
  readonly dispose: () => Promise<void>;
};

/** `user:secret` in MD5, with or without `-sess`, and `qop` as told; of its own arithmetic. */
export async function startDigestServer(
  algorithm = 'MD5',
  qop: string | null = 'auth',
): Promise<DigestServer> {
  const story: string[] = [];
  let connections = 0;
  let serial = 1;
  const md5 = (text: string | Buffer) => createHash('md5').update(text).digest('hex');
  const nonce = () => `nonce-${String(serial)}`;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const header = request.headers.authorization ?? '';
      const field = (name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(header)?.[1] ?? '';
      const plain = md5('user:here:secret');
      const a1 = algorithm.endsWith('-sess')
        ? md5(`${plain}:${field('nonce')}:${field('cnonce')}`)
        : plain;
      const body = field('qop') === 'auth-int' ? `:${md5(Buffer.concat(chunks))}` : '';
      const a2 = md5(`${request.method ?? ''}:${request.url ?? ''}${body}`);
      const [nc, cnonce] = [field('nc'), field('cnonce')];
      const middle =
        qop === null ? field('nonce') : [field('nonce'), nc, cnonce, field('qop')].join(':');
      const isRight = field('response') === md5(`${a1}:${middle}:${a2}`);
      const isKnown = field('nonce') === nonce();
      const status = isRight && isKnown ? 200 : 401;
      if (status === 401) {
        const stale = isRight ? ', stale=true' : '';
        const offered = qop === null ? '' : `, qop="${qop}"`;
        response.setHeader(
          'WWW-Authenticate',
          `Digest realm="here", nonce="${nonce()}", algorithm=${algorithm}${offered}${stale}`,
        );
      } else if (control.nextNonce) {
        serial += 1;
        response.setHeader('Authentication-Info', `nextnonce="${nonce()}"`);
      }
      story.push(`${String(status)} ${nc === '' ? '-' : nc}`);
      response.writeHead(status, { 'Content-Length': 2 }).end('ok');
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const control = {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    story: () => story.splice(0),
    connections: () => connections,
    renew: () => {
      serial += 1;
    },
    nextNonce: false,
    dispose: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return control;
}
