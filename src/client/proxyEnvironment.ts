/** The proxies that the environment names, by curl's rules (lib/url.c `detect_proxy`, lib/noproxy.c). */
import { noProxy, type ProxySettings } from './proxySettings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The lower-case name wins. `HTTP_PROXY` is not read, for a CGI program's client can set it by a header `Proxy:`.
 * An empty variable is one that is not there.
 */
export function proxyFromEnvironment(env: Environment): ProxySettings {
  const all = first(env, 'all_proxy', 'ALL_PROXY');
  const http = first(env, 'http_proxy') ?? all;
  const https = first(env, 'https_proxy', 'HTTPS_PROXY') ?? all;
  const except = exceptions(first(env, 'no_proxy', 'NO_PROXY') ?? '');
  return {
    ...noProxy,
    http: http === null ? null : withPort(http),
    https: https === null ? null : withPort(https),
    except,
  };
}

function first(env: Environment, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

/** To curl `*` means all hosts only when it stands alone; ports and other wildcards it does not know. */
function exceptions(text: string): readonly string[] {
  if (text === '*') return ['*'];
  return text
    .split(/[\s,]+/)
    .filter((rule) => rule !== '' && !rule.includes('*') && !/^[^:]*:\d+$/.test(rule));
}

/** Without one curl goes to 1080, whatever the scheme; only that of an HTTPS proxy is another. */
function withPort(url: string): string {
  if (/^https:/i.test(url)) return url;
  const [, head = '', tail = ''] = /^((?:[a-z][a-z\d+.-]*:\/\/)?[^/?#]*)(.*)$/i.exec(url) ?? [];
  return /:\d+$/.test(head) ? url : `${head}:1080${tail}`;
}
