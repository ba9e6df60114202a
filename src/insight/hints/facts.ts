/** What the rules of hints look at: types only. */
import type { OriginProfile } from '../profile/originProfile.ts';

/** What matters of one request, kept for every request of a large file: few words. */
export type RequestFacts = {
  /** `http://localhost:8080`, as the pool names it. */
  readonly origin: string;
  /** Without query. */
  readonly path: string;
  readonly closesByHeader: boolean;
  readonly noKeepAlive: boolean;
  readonly freshConnection: boolean;
  readonly insecure: boolean;
  readonly pool: string | null;
  readonly maxIdleMs: number | null;
  /** As in the request line; null leaves it to the client. */
  readonly httpVersion: string | null;
};

/** What the requests of one file have in common that go to one origin. */
export type OriginInFile = {
  readonly requests: number;
  readonly insecure: number;
  /** How many name each pool; '' for none. */
  readonly pools: ReadonlyMap<string, number>;
  /** How many insist on HTTP/1. */
  readonly http1: number;
};

/** What is known around a request. */
export type Around = {
  readonly inFile: OriginInFile;
  /** Null before anything was sent to the origin. */
  readonly profile: OriginProfile | null;
  /** Of other spellings of the same place, in all files that are known. */
  readonly spellings: readonly Spelling[];
  /** Whether it is the file's first request to its origin: what is about the origin is said there. */
  readonly isFirst: boolean;
};

export type Spelling = {
  readonly origin: string;
  readonly requests: number;
  readonly profile: OriginProfile | null;
};
