/** The proxies that the environment names, by curl's rules (lib/url.c `detect_proxy`, lib/noproxy.c). */
import { noProxy, type ProxySettings } from './proxySettings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The lower-case name wins. `HTTP_PROXY` is not read, for a CGI program's client can set it by a header `Proxy:`.
 * An empty variable is one that is not there.
 */
export function proxyFromEnvironment(env: Environment): ProxySettings {
  const http = first(env, 'http_proxy', 'all_proxy', 'ALL_PROXY');
  const https = first(env, 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY');
  const except = exceptions(first(env, 'no_proxy', 'NO_PROXY')?.value ?? '');
  const variables: Record<string, string> = {};
  const urlOf = (variable: Variable | null): string | null => {
    if (variable === null) return null;
    const url = withPort(variable.value);
    variables[url] ??= variable.name;
    return url;
  };
  return { ...noProxy, http: urlOf(http), https: urlOf(https), except, variables };
}

type Variable = { readonly name: string; readonly value: string };

function first(env: Environment, ...names: readonly string[]): Variable | null {
  for (const name of names) {
    const value = env[name];
    if (value !== undefined && value !== '') return { name, value };
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
