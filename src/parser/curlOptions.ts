/** What the options of `curl` mean for a request; an option that is in no list here is a problem. */

export type CurlOption = {
  /** As on the command line, for messages. */
  readonly written: string;
  readonly meaning: string;
  readonly hasValue: boolean;
};

/** The option of that name; null for one we do not know. */
export function longOption(written: string): CurlOption | null {
  const option = options.get(written);
  return option === undefined ? null : { written, ...option };
}

export function shortOption(letter: string): CurlOption | null {
  const option = options.get(`-${letter}`);
  return option === undefined ? null : { written: `-${letter}`, ...option };
}

const withValue: Readonly<Record<string, string>> = {
  request: '-X --request',
  header: '-H --header',
  data: '-d --data --data-ascii --data-binary',
  'data-raw': '--data-raw',
  'data-urlencode': '--data-urlencode',
  json: '--json',
  form: '-F --form',
  'form-string': '--form-string',
  upload: '-T --upload-file',
  user: '-u --user',
  bearer: '--oauth2-bearer',
  cookie: '-b --cookie',
  url: '--url',
  'user-agent': '-A --user-agent',
  referer: '-e --referer',
  timeout: '-m --max-time',
  'connection-timeout': '--connect-timeout',
  proxy: '-x --proxy',
  'no-proxy': '--noproxy',
  retry: '--retry',
  'connect-to': '--connect-to',
  resolve: '--resolve',
  'local-address': '--interface',
  'unix-socket': '--unix-socket',
  ignored: '-o --output -w --write-out -D --dump-header --stderr -c --cookie-jar',
};

const withoutValue: Readonly<Record<string, string>> = {
  head: '-I --head',
  get: '-G --get',
  digest: '--digest',
  insecure: '-k --insecure',
  'ip-version-4': '-4 --ipv4',
  'ip-version-6': '-6 --ipv6',
  'http/1.0': '-0 --http1.0',
  'http/1.1': '--http1.1',
  'http/2': '--http2 --http2-prior-knowledge',
  'http/3-or-less': '--http3',
  'http/3': '--http3-only',
  ignored:
    '-L --location -s --silent -S --show-error -v --verbose -i --include --compressed -f --fail -g --globoff -N --no-buffer -# --progress-bar --basic',
};

const options = new Map<string, { meaning: string; hasValue: boolean }>();
for (const [table, hasValue] of [[withValue, true] as const, [withoutValue, false] as const]) {
  for (const [meaning, names] of Object.entries(table)) {
    for (const name of names.split(' ')) options.set(name, { meaning, hasValue });
  }
}
