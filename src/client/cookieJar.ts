/**
 * The cookies that servers have set, for a workspace or a process: a port to the client, with
 * tough-cookie behind it, which is loaded with the first cookie. Where they are kept is the surface's business.
 */
import type { Cookie as ToughCookie, CookieJar as ToughJar, MemoryCookieStore } from 'tough-cookie';

export type CookieJar = {
  /** While it holds, a send asks for nothing more. */
  readonly isEmpty: boolean;
  /** What goes to this URL, in the order of RFC 6265, section 5.4. */
  readonly cookiesFor: (url: string) => readonly Cookie[];
  /** `values` are those of `Set-Cookie`; what may not be set is left out. */
  readonly take: (url: string, values: readonly string[]) => Promise<void>;
  readonly all: () => readonly KeptCookie[];
  /** All of them, or those of one domain; the answer is how many. */
  readonly clear: (domain?: string) => number;
  /** As JSON, values included: to be kept where secrets are. One set to what it was does not change it. */
  readonly saved: () => string;
  /** Adds what was saved; what is no such JSON is left out. */
  readonly restore: (saved: string) => Promise<void>;
  /** Told after each change; the answer takes the listener back. */
  readonly onDidChange: (listener: () => void) => () => void;
};

export type Cookie = { readonly name: string; readonly value: string };

export type KeptCookie = Cookie & {
  readonly domain: string;
  readonly path: string;
  /** Milliseconds since 1970; null for one without an end. */
  readonly expiresAt: number | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
};

/** What a page of servers could ever mean to set; one more and the jar takes no new ones. */
const maxCookies = 3000;

type Loaded = {
  readonly jar: ToughJar;
  readonly store: MemoryCookieStore;
  readonly parse: (value: string) => ToughCookie | undefined;
  readonly fromJson: (json: unknown) => ToughCookie | undefined;
};

export function createCookieJar(): CookieJar {
  const listeners = new Set<() => void>();
  let loaded: Loaded | null = null;
  let count = 0;
  const changed = (): void => {
    count = loaded === null ? 0 : storedIn(loaded).length;
    for (const listener of listeners) listener();
  };
  const load = async (): Promise<Loaded> => {
    const tough = await import('tough-cookie');
    if (loaded === null) {
      const store = new tough.MemoryCookieStore();
      const fromJson = (json: unknown): ToughCookie | undefined => tough.Cookie.fromJSON(json);
      const parse = (value: string): ToughCookie | undefined => tough.Cookie.parse(value);
      loaded = { jar: new tough.CookieJar(store), store, parse, fromJson };
    }
    return loaded;
  };
  return {
    get isEmpty() {
      return count === 0;
    },
    cookiesFor: (url) => {
      const found = loaded?.jar.getCookiesSync(url) ?? [];
      return found.map(({ key, value }) => ({ name: key, value }));
    },
    async take(url, values) {
      const { jar, parse } = await load();
      if (count > maxCookies) return;
      for (const cookie of values.map(parse)) {
        if (cookie === undefined) continue;
        endAtDate(cookie, Date.now());
        jar.setCookieSync(cookie, url, { ignoreError: true });
      }
      changed();
    },
    all: () => (loaded === null ? [] : storedIn(loaded).map(keptCookie)),
    clear(domain) {
      if (loaded === null) return 0;
      const gone = storedIn(loaded).filter((cookie) => [undefined, cookie.domain].includes(domain));
      for (const { domain: of, path, key } of gone)
        loaded.store.removeCookie(of ?? '', path ?? '/', key, () => undefined);
      changed();
      return gone.length;
    },
    saved: () => JSON.stringify(loaded === null ? [] : storedIn(loaded).map(savedCookie)),
    async restore(saved) {
      const json = listIn(saved);
      if (json.length === 0) return;
      const { store, fromJson } = await load();
      for (const each of json) {
        const cookie = fromJson(each);
        if (cookie?.domain != null && cookie.path !== null && cookie.TTL() > 0)
          store.putCookie(cookie, () => undefined);
      }
      changed();
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store in memory answers at once. */
function storedIn({ store }: Loaded): readonly ToughCookie[] {
  let all: readonly ToughCookie[] = [];
  store.getAllCookies((_, cookies) => (all = cookies ?? []));
  return all;
}

function keptCookie(cookie: ToughCookie): KeptCookie {
  const { key, value, domain, path, secure, httpOnly } = cookie;
  const expiresAt = cookie.expiryTime() ?? Infinity;
  return {
    name: key,
    value,
    domain: domain ?? '',
    path: path ?? '/',
    expiresAt: Number.isFinite(expiresAt) ? expiresAt : null,
    secure,
    httpOnly,
  };
}

/**
 * `Max-Age` counts from when the cookie was set (RFC 6265, section 5.2.2). tough-cookie counts it from when
 * the cookie was last asked for, so that one which is in use would never end: it is given a date instead.
 */
function endAtDate(cookie: ToughCookie, setAtMs: number): void {
  const { maxAge } = cookie;
  if (typeof maxAge !== 'number') return;
  cookie.maxAge = null;
  cookie.expires = new Date(maxAge <= 0 ? 0 : Math.min(setAtMs + maxAge * 1000, lastDateMs));
}

const lastDateMs = 8.64e15;

/** When it was last asked for is nobody's business, and no change. */
function savedCookie(cookie: ToughCookie): object {
  return { ...cookie.toJSON(), lastAccessed: undefined };
}

function listIn(saved: string): readonly unknown[] {
  try {
    const json: unknown = JSON.parse(saved);
    return Array.isArray(json) ? json : [];
  } catch {
    return [];
  }
}
