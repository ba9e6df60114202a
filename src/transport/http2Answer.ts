/** What has come so far of the answer on one stream. */
import { BodyCollector, type BodySource } from './bodyCollector.ts';
import type { BodyLimits } from './connection.ts';
import type { InterimHead, WireHead } from './wireHead.ts';

/** A frame's own head, so that an answer that has begun is never of no bytes at all. */
const frameHeadBytes = 9;

export class Http2Answer {
  head: WireHead | null = null;
  interim: readonly InterimHead[] = [];
  /** Decoded head and body, not the frames. */
  bytes = 0;
  readonly body: BodyCollector;

  /** `isAlone`: no other stream has been open on the connection since this one began. */
  constructor(limits: BodyLimits, isAlone: () => boolean) {
    // What node:http2 reads it cuts up for the streams, and what it has cut up for one alone is nobody else's.
    this.body = new BodyCollector(limits, isAlone);
  }

  /** `raw` is a flat list of names and values in the server's order. */
  addHead(status: number, raw: readonly string[]): WireHead {
    const headers = this.#addFields(raw);
    const head = { status, statusText: '', httpVersion: '2', headers };
    // An interim answer (103) is not the answer.
    if (status >= 200) this.head = head;
    else this.interim = [...this.interim, { ...head, atMs: performance.now() }];
    return head;
  }

  addTrailers(raw: readonly string[]): WireHead['headers'] {
    const trailers = this.#addFields(raw);
    if (this.head !== null && trailers.length > 0) this.head = { ...this.head, trailers };
    return trailers;
  }

  #addFields(raw: readonly string[]): WireHead['headers'] {
    const fields: (readonly [string, string])[] = [];
    this.bytes += frameHeadBytes;
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const [name = '', value = ''] = [raw[index], raw[index + 1]];
      this.bytes += name.length + value.length;
      if (!name.startsWith(':')) fields.push([name, value]);
    }
    return fields;
  }

  /** False when it can't be kept. */
  addData(chunk: Buffer, source: BodySource): boolean {
    this.bytes += chunk.length;
    return this.body.add(chunk, source);
  }

  /** A stream may be closed in good order and still leave its body short. */
  isWhole(method: string): boolean {
    if (this.head === null) return false;
    if (method === 'HEAD' || this.head.status === 304) return true;
    const length = this.head.headers.find(([name]) => name === 'content-length')?.[1];
    return length === undefined || Number(length) === this.body.bytes;
  }
}
