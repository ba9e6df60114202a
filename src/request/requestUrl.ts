/**
 * The URL of a request: absolute, without a scheme (`api.test/x`), or a path with a `Host` header.
 * Without a scheme it is `http`, but `https` on port 443 or 8443 (REST Client's rule for paths).
 */
import { excerpt } from './excerpt.ts';
import { percentEncode } from './percentEncode.ts';
import type { RequestProblemCode } from './problems.ts';

export type RequestUrl = {
  readonly url: string;
  readonly scheme: 'http' | 'https';
  /** Lower case, an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** The socket to connect to instead; null without one. */
  readonly unixSocket: string | null;
  /** What stood before the `@`; null without it. */
  readonly credentials: { readonly user: string; readonly password: string } | null;
};

export type UrlFault = { readonly code: RequestProblemCode; readonly message: string };

/** `target` with its references expanded; `hostHeader` is the value of `Host`, null without one. */
export function requestUrl(target: string, hostHeader: string | null): RequestUrl | UrlFault {
  const written = target.trim();
  if (written === '')
    return fault('missing-url', 'The URL is empty once its variables are filled in');
  if (/^(?:https?:\/\/)?unix:/i.test(written)) return urlOnSocket(written, hostHeader);
  const encoded = percentEncode(written);
  if (encoded.startsWith('/') || encoded === '*') return urlOnHost(encoded, hostHeader);
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(encoded)?.[1]?.toLowerCase();
  if (scheme === undefined) return urlWithoutScheme(encoded, written);
  if (scheme !== 'http' && scheme !== 'https') {
    return fault(
      'unsupported-scheme',
      `\`${scheme}://\` is not supported: use http:// or https://`,
    );
  }
  // The URL standard takes what follows for the host, however many slashes stand before it.
  const url = /^[^:]+:\/\/[/\\]/.test(encoded) ? null : URL.parse(encoded);
  return url === null ? invalid(written) : partsOf(url);
}

function urlOnHost(target: string, hostHeader: string | null): RequestUrl | UrlFault {
  if (hostHeader === null || hostHeader === '') {
    const message = `\`${excerpt(withoutQuery(target))}\` names no host: add a \`Host\` header, or write the whole URL`;
    return fault('missing-host', message);
  }
  const url = URL.parse(`http://${percentEncode(hostHeader)}${target === '*' ? '/*' : target}`);
  if (url === null || url.username !== '' || /[/?#\\]/.test(hostHeader)) return invalid(hostHeader);
  const parts = partsOf(withTlsPort(url));
  return target === '*' ? { ...parts, path: '*' } : parts;
}

/** `unix:/run/app.sock:/v1/ping`, with a scheme before it or without; the host is that of the header, or `localhost`. */
function urlOnSocket(written: string, hostHeader: string | null): RequestUrl | UrlFault {
  const parts = /^(?:(https?):\/\/)?unix:(.+?):(\/.*)$/i.exec(written);
  if (parts === null) {
    const message = `\`${excerpt(withoutQuery(written))}\` names no socket and path: write it as \`unix:/run/app.sock:/path\``;
    return fault('invalid-url', message);
  }
  const [, scheme = 'http', unixSocket = '', path = ''] = parts;
  const host = hostHeader === null || hostHeader === '' ? 'localhost' : hostHeader;
  const url = /[/?#\\]/.test(host)
    ? null
    : URL.parse(`${scheme}://${percentEncode(host)}${percentEncode(path)}`);
  return url === null ? invalid(written) : { ...partsOf(url), unixSocket };
}

function urlWithoutScheme(target: string, written: string): RequestUrl | UrlFault {
  const method = /^([A-Za-z]{1,20})\s+(?:[a-z]+:\/\/|\/)/.exec(written)?.[1];
  if (method !== undefined) {
    const message = `\`${method}\` can't be the method here: write it as the first word of the line, not in a variable`;
    return fault('invalid-url', message);
  }
  // `ht!tp://a.test` has a scheme that is none, and not the host `ht!tp`.
  const isUrl = !/^https?:|^[^/?#]*:\/\//i.test(target);
  const url = isUrl ? URL.parse(`http://${target}`) : null;
  return url === null ? invalid(written) : partsOf(withTlsPort(url));
}

function withTlsPort(url: URL): URL {
  const isTls = url.port === '443' || url.port === '8443';
  return isTls ? new URL(url.href.replace('http:', 'https:')) : url;
}

/** `url` is http or https. */
export function partsOf(url: URL): RequestUrl {
  const { username, password } = url;
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  if (username !== '') url.username = '';
  if (password !== '') url.password = '';
  const fragment = url.hash;
  // Whatever is set, the whole URL is parsed anew; an empty fragment leaves its `#`.
  if (url.href.includes('#')) url.hash = '';
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const hasCredentials = username !== '' || password !== '';
  return {
    url: url.href + fragment,
    scheme,
    host,
    port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
    path: url.href.slice(url.protocol.length + 2 + url.host.length),
    unixSocket: null,
    credentials: hasCredentials ? { user: decode(username), password: decode(password) } : null,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // `%ff` is no UTF-8: it is taken as written.
    return text;
  }
}

function invalid(written: string): UrlFault {
  return fault(
    'invalid-url',
    `\`${excerpt(authorityOf(written))}\` is not a valid URL: check its host and port`,
  );
}

/** What a message may quote of a URL that can't be used: credentials and a query may be secrets. What is cut is `…`, see `maskMessage`. */
function authorityOf(written: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*:\/\/)?(.*)$/is.exec(written) ?? [];
  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
  const end = authority.lastIndexOf('@');
  const cut = authority === rest ? '' : '…';
  if (end !== -1) return `${scheme}***${authority.slice(end)}${cut}`;
  // `ada:se/cret@host`: a slash in a password ends the host before its time.
  const isCut = rest.includes('@', authority.length) && authority.includes(':');
  return scheme + (isCut ? authority.replace(/:.*/s, ':***') : authority) + cut;
}

function withoutQuery(written: string): string {
  return written.replace(/[?#].*/s, '…');
}

function fault(code: RequestProblemCode, message: string): UrlFault {
  return { code, message };
}
