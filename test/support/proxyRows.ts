/** Environments and URLs, and which proxy curl takes for them: `A`, `B`, or none. `A` and `B` stand for `127.0.0.1:PORT`. */

export type ProxyRow = readonly [
  env: Readonly<Record<string, string>>,
  url: string,
  expected: 'A' | 'B' | 'direct',
];

export const proxyRows: readonly ProxyRow[] = [
  [{}, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'A' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A' }, 'https://api.test/', 'direct'],
  [{ HTTP_PROXY: 'http://A' }, 'http://api.test/', 'direct'],
  [{ https_proxy: 'http://A' }, 'https://api.test/', 'A'],
  [{ HTTPS_PROXY: 'http://A' }, 'https://api.test/', 'A'],
  [{ https_proxy: 'http://A', HTTPS_PROXY: 'http://B' }, 'https://api.test/', 'A'],
  [{ https_proxy: '', HTTPS_PROXY: 'http://B' }, 'https://api.test/', 'B'],
  [{ https_proxy: 'http://A' }, 'http://api.test/', 'direct'],
  [{ all_proxy: 'http://A' }, 'http://api.test/', 'A'],
  [{ all_proxy: 'http://A' }, 'https://api.test/', 'A'],
  [{ ALL_PROXY: 'http://A' }, 'https://api.test/', 'A'],
  [{ all_proxy: 'http://A', ALL_PROXY: 'http://B' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A', all_proxy: 'http://B' }, 'http://api.test/', 'A'],
  [{ http_proxy: '', all_proxy: 'http://B' }, 'http://api.test/', 'B'],
  [{ http_proxy: 'http://A', no_proxy: '*' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', NO_PROXY: '*' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: '', NO_PROXY: '*' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'x.test', NO_PROXY: '*' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: '*,other.test' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: 'api.test' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'API.test' }, 'http://api.TEST/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'test' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: '.test' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: '.api.test' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'pi.test' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: '*.test' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: 'api.test.' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'api.test' }, 'http://api.test./', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'api.test:80' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: 'a.test,api.test,b.test' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: ' a.test , api.test ' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'a.test api.test' }, 'http://api.test/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: '127.0.0.1' }, 'http://127.0.0.1:1/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: '127.0.0.0/8' }, 'http://127.9.9.9:1/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: '127.0.0.0/16' }, 'http://127.9.9.9:1/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: '10.0.0.0/8' }, 'http://127.0.0.1:1/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: '0.0.1' }, 'http://127.0.0.1:1/', 'A'],
  [{ http_proxy: 'http://A', no_proxy: '::1' }, 'http://[::1]:1/', 'direct'],
  [{ http_proxy: 'http://A', no_proxy: 'fe80::/10' }, 'http://[::1]:1/', 'A'],
  [{ http_proxy: 'socks5h://A' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'HTTP://A' }, 'http://api.test/', 'A'],
  [{ http_proxy: 'http://user:p%40ss@A' }, 'http://api.test/', 'A'],
];

/** The environment with real places in it. */
export function environment(
  env: ProxyRow[0],
  ports: Readonly<Record<'A' | 'B', number>>,
): Record<string, string> {
  const filled = Object.entries(env).map(([name, value]) => {
    const place = (which: string): string => `127.0.0.1:${String(ports[which as 'A' | 'B'])}`;
    return [name, name.toLowerCase() === 'no_proxy' ? value : value.replace(/[AB]$/, place)];
  });
  return Object.fromEntries(filled) as Record<string, string>;
}
