import type { WireFailure, WireFailureCode } from './connection.ts';

/** What a proxy did instead of leading to the target. */
export class ProxyError extends Error {
  readonly failure: WireFailure;

  constructor(code: Extract<WireFailureCode, `proxy-${string}`>, detail: string) {
    super(detail);
    this.failure = { code, detail, addresses: [], limit: null };
  }
}
