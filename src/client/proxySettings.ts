/** Which proxy a request goes through. */
import { isExcept } from './proxyExceptions.ts';
import type { ProxyWant } from '../pool/want.ts';

export type ProxySettings = {
  /** For http requests, such as `http://user:pw@proxy.test:3128` or `socks5://…`; null for none. */
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts to reach directly: `*`, a name with all its subdomains, an address or a range of them, with or without a port. */
  readonly except: readonly string[];
  /** The value of Proxy-Authorization for HTTP proxies whose URL has no credentials; null for none. */
  readonly authorization: string | null;
  /** Which variable of the environment an address above is from; those of the settings are not among them. */
  readonly variables: Readonly<Record<string, string>>;
  /** False takes any certificate of an HTTPS proxy. */
  readonly verify: boolean;
};

export const noProxy: ProxySettings = {
  http: null,
  https: null,
  except: [],
  authorization: null,
  variables: {},
  verify: true,
};

type To = { readonly scheme: 'http' | 'https'; readonly host: string; readonly port: number };

/** Null for a direct connection. A proxy that is not understood is `unsupportedProxy`'s to tell. */
export function proxyFor(settings: ProxySettings, to: To): ProxyWant | null {
  const url = proxyUrl(settings, to);
  return url === null ? null : parseProxy(url, settings.authorization);
}

/** What is not supported of the proxy that this request should go through, as the subject of a sentence; null when all is well. */
export function unsupportedProxy(settings: ProxySettings, to: To): string | null {
  const url = proxyUrl(settings, to);
  if (url === null || parseProxy(url, null) !== null) return null;
  const scheme = schemeOf(url);
  const variable = settings.variables[url];
  const where = variable === undefined ? 'the settings' : `the variable ${variable}`;
  return scheme === null || kinds[scheme] !== undefined
    ? `The address of the proxy in ${where}`
    : `A proxy of the kind ${scheme} in ${where}`;
}

function proxyUrl({ http, https, except }: ProxySettings, { scheme, host, port }: To) {
  const url = scheme === 'http' ? http : https;
  return url === null || except.some((rule) => isExcept(rule, host, port)) ? null : url;
}

const kinds: Readonly<Record<string, ProxyWant['kind']>> = {
  http: 'http',
  https: 'https',
  socks: 'socks5',
  socks5: 'socks5',
  socks5h: 'socks5',
};

const defaultPorts = { http: 80, https: 443, socks5: 1080 } as const;

/** As in curl, a proxy without a scheme is an HTTP proxy. */
function parseProxy(text: string, authorization: string | null): ProxyWant | null {
  const scheme = schemeOf(text);
  // With a scheme that the URL parser knows nothing of, it keeps every port and every host as it stands.
  const url = URL.parse(`proxy:${scheme === null ? `//${text}` : text.slice(text.indexOf('//'))}`);
  const kind = kinds[scheme ?? 'http'];
  if (url === null || kind === undefined || url.hostname === '') return null;
  const userInfo = url.username === '' && url.password === '' ? null : userInfoOf(url);
  const host = decoded(url.hostname)
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  const port = url.port === '' ? defaultPorts[kind] : Number(url.port);
  if (kind === 'socks5') return { kind, host, port, credentials: userInfo };
  const basic = userInfo === null ? null : `Basic ${Buffer.from(userInfo).toString('base64')}`;
  return { kind, host, port, credentials: basic ?? authorization };
}

function schemeOf(text: string): string | null {
  return /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? null;
}

function userInfoOf({ username, password }: URL): string {
  return `${decoded(username)}:${decoded(password)}`;
}

/** A lone `%` stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
