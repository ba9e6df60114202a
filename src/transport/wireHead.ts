/** The heads of answers as they came: types only. */

export type WireHead = {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The fields after the body (RFC 9110, section 6.5); absent where none came. */
  readonly trailers?: readonly (readonly [name: string, value: string])[];
};

/** An answer before the answer, such as 103 Early Hints (RFC 9110, section 15.2). */
export type InterimHead = WireHead & {
  /** When it came, on the clock of `performance.now()`. */
  readonly atMs: number;
};
