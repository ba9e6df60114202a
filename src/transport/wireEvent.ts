import type { WireHead } from './wireHead.ts';
/** What happens under a request, told to whoever traces it: types only. */

export type WireEvent =
  | {
      readonly kind: 'resolved';
      readonly host: string;
      readonly addresses: readonly string[];
    }
  /** Addresses as `127.0.0.1:8080`, `[::1]:8080`, or the path of a socket. */
  | { readonly kind: 'trying'; readonly address: string }
  /** `because` is Node's error code. */
  | { readonly kind: 'not-reached'; readonly address: string; readonly because: string }
  | { readonly kind: 'connected'; readonly address: string }
  | {
      readonly kind: 'tunnel-asked';
      readonly by: 'CONNECT' | 'SOCKS5';
      readonly to: string;
      /** Secrets included: mask before showing. */
      readonly headers: readonly (readonly [name: string, value: string])[];
    }
  /** The status line, or the words of a SOCKS reply. */
  | {
      readonly kind: 'tunnel-answered';
      readonly answer: string;
      readonly headers: readonly (readonly [name: string, value: string])[];
    }
  | {
      readonly kind: 'secured';
      readonly host: string;
      readonly version: string;
      readonly cipher: string;
      /** The protocol picked by ALPN; null when the server picked none. */
      readonly alpn: string | null;
      readonly resumed: boolean;
      /** Whether the certificate was checked. */
      readonly verified: boolean;
      readonly certificate: Certificate | null;
    }
  /** Null for no limit. */
  | { readonly kind: 'http2-settings'; readonly maxStreams: number | null }
  | { readonly kind: 'http2-goaway'; readonly errorCode: number; readonly lastStream: number }
  | { readonly kind: 'http2-stream'; readonly stream: number }
  /** When it comes, before its body; of an interim answer (103) as well. */
  | { readonly kind: 'response-head'; readonly head: WireHead }
  | { readonly kind: 'response-trailers'; readonly trailers: WireHead['headers'] }
  | { readonly kind: 'ping-unanswered'; readonly afterMs: number };

/** Names as `CN=api.test, O=Test`; the date as the certificate writes it. */
export type Certificate = {
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
};

/** Left out where nobody traces, so that nothing is made for it. */
export type Tell = (event: WireEvent) => void;
