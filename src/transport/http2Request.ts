/** One request as a stream of an HTTP/2 connection → a `WireOutcome`. Ending it early leaves the connection as it is. */
import http2 from 'node:http2';
import { pipeline } from 'node:stream/promises';
import { withFile } from './bodyCollector.ts';
import { certificateAlertOr } from './clientCertificate.ts';
import type {
  ConnectionEnd,
  EnterPhase,
  IdleEnd,
  WireBody,
  WireFailure,
  WireOutcome,
  WireRequest,
} from './connection.ts';
import { Http2Answer } from './http2Answer.ts';
import { notSentFailure, streamFailure } from './http2Failure.ts';
import { http2Headers, sizeOf } from './http2Headers.ts';
import { endAfter } from './sendFailure.ts';
import type { Socket } from './openSocket.ts';
import type { Stop } from './stop.ts';
import type { Tell } from './wireEvent.ts';
import { isStreamed, readingOf } from './streamedBody.ts';

export type Http2RequestContext = {
  readonly session: http2.ClientHttp2Session;
  /** The one under the session, which Node hides from it. */
  readonly socket: Socket;
  readonly scheme: string;
  readonly authority: string;
  readonly request: WireRequest;
  readonly stop: Stop;
  readonly enter: EnterPhase;
  readonly tell: Tell | undefined;
  /** The last stream that the server processes, after a GOAWAY; else infinity. */
  readonly lastStream: () => number;
  /** Whether the server has sent its settings. */
  readonly isHttp2: () => boolean;
  /** Whether no other stream has been open since this one began. */
  readonly isAlone: () => boolean;
  /** Why the connection has ended, or null while it stands. */
  readonly end: () => IdleEnd | null;
  readonly done: (outcome: WireOutcome) => void;
};

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = http2.constants;

type OnHead = (
  fields: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader,
  flags: number,
  raw: string[],
) => void;

export class Http2Request {
  readonly #context: Http2RequestContext;
  readonly #answer: Http2Answer;
  #stream: http2.ClientHttp2Stream | null = null;
  #requestBytes = 0;
  #failure: WireFailure | null = null;
  #isSettled = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Http2RequestContext) {
    this.#context = context;
    this.#answer = new Http2Answer(context.request.bodyLimits, context.isAlone);
  }

  start(): void {
    const { session, socket, scheme, authority, request, stop, enter } = this.#context;
    const headers = http2Headers(scheme, authority, request);
    enter('send');
    try {
      this.#stream = session.request(headers, { endStream: request.body === null });
    } catch (error) {
      this.#failure = notSentFailure(certificateAlertOr(errorOf(error), socket));
      this.#settle();
      return;
    }
    this.#requestBytes = sizeOf(headers) + (request.body?.length ?? 0);
    this.#listen(this.#stream);
    this.#tellOf(this.#stream);
    stop.onStop(() => {
      this.#cut(stop.cause ?? 'aborted', null);
    });
    if (request.body === null) this.#onSent();
    else this.#sendBody(this.#stream.once('finish', this.#onSent.bind(this)), request.body);
  }

  #sendBody(stream: http2.ClientHttp2Stream, body: WireBody): void {
    if (!isStreamed(body)) {
      stream.end(body);
      return;
    }
    // Whatever ends the stream is told by its own events.
    pipeline(readingOf(body), stream).catch(() => undefined);
  }

  /** Node numbers a stream when it sends it. */
  #tellOf(stream: http2.ClientHttp2Stream): void {
    const { tell } = this.#context;
    if (tell === undefined) return;
    const told = (): void => {
      tell({ kind: 'http2-stream', stream: stream.id ?? 0 });
    };
    if (stream.id === undefined) stream.once('ready', told);
    else told();
  }

  #listen(stream: http2.ClientHttp2Stream): void {
    let error: Error | null = null;
    const onHead: OnHead = (fields, _flags, raw) => {
      if (this.#answer.bytes === 0) this.#context.enter('download');
      const head = this.#answer.addHead(fields[':status'] ?? 0, raw);
      if (this.#answer.head !== null) clearTimeout(this.#timer);
      this.#context.tell?.({ kind: 'response-head', head });
    };
    // Interim answers first.
    stream.on('headers', onHead);
    stream.on('response', onHead);
    const onTrailers = (_fields: unknown, _flags: number, raw: string[]): void => {
      const trailers = this.#answer.addTrailers(raw);
      if (trailers.length > 0) this.#context.tell?.({ kind: 'response-trailers', trailers });
    };
    // The types of Node leave out the third, which the other two events have as well.
    stream.on('trailers', onTrailers as (fields: unknown, flags: number) => void);
    stream.on('data', (chunk: Buffer) => {
      this.#onData(chunk);
    });
    stream.on('error', (thrown: Error) => {
      error = thrown;
    });
    // Node ends a stream that was cut off as well, and only the code tells; then `close` decides.
    stream.on('end', () => {
      const isWhole = this.#answer.isWhole(this.#context.request.method);
      if (stream.rstCode === NGHTTP2_NO_ERROR && isWhole) this.#settle();
    });
    stream.on('close', () => {
      const { session, socket, end } = this.#context;
      const { rstCode } = stream;
      const told = error ?? new Error(`The stream was closed with code ${String(rstCode)}`);
      // After a GOAWAY the server may still reset a stream that it serves, which says nothing of the others.
      const connectionOver = session.destroyed || (end() !== null && end() !== 'goaway');
      this.#failure ??= streamFailure({
        error: connectionOver ? certificateAlertOr(told, socket) : told,
        rstCode,
        connectionOver,
        hasHead: this.#answer.head !== null,
        isHttp2: this.#context.isHttp2(),
      });
      this.#settle();
    });
  }

  #onSent(): void {
    if (this.#isSettled || this.#answer.head !== null) return;
    if (this.#answer.bytes === 0) this.#context.enter('wait');
    // An interim answer (103) does not end the wait, nor one that came before all was sent.
    const limit = this.#context.request.firstByteTimeoutMs;
    if (limit > 0) this.#timer = setTimeout(this.#onNoFirstByte.bind(this), limit, limit);
  }

  #onNoFirstByte(limitMs: number): void {
    if (this.#isSettled) return;
    this.#context.enter('wait');
    this.#cut('timeout', limitMs);
  }

  #onData(chunk: Buffer): void {
    const stream = this.#stream;
    if (this.#isSettled || stream === null) return;
    const { head } = this.#answer;
    if (head !== null) this.#context.request.onChunk?.(chunk, head);
    if (this.#answer.addData(chunk, stream)) return;
    this.#failure ??= this.#answer.body.failure;
    this.#settle();
  }

  #cut(code: 'aborted' | 'timeout', limit: number | null): void {
    this.#failure ??= { code, detail: '', addresses: [], limit };
    this.#settle();
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    const { interim, head, body, bytes } = this.#answer;
    const written = this.#wasWritten();
    this.#cancel();
    const outcome: WireOutcome = {
      interim,
      head,
      body: body.head,
      bodyFile: null,
      requestBytes: this.#requestBytes,
      responseBytes: bytes,
      written,
      failure: this.#failure,
      end: this.#connectionEnd(),
    };
    if (!body.isInFile) this.#context.done(outcome);
    else void withFile(outcome, body).then(this.#context.done);
  }

  /** After an early answer or a cut the stream is still open: the server is told to stop. */
  #cancel(): void {
    const stream = this.#stream;
    if (stream === null || stream.closed) return;
    if (this.#failure === null && stream.writableFinished) return;
    stream.close(NGHTTP2_CANCEL);
    // One that waits for its turn would otherwise keep waiting.
    if (stream.pending) stream.destroy();
  }

  /** A refused stream was not processed, nor was one after the last that a GOAWAY names (RFC 9113, sections 6.8 and 8.7). */
  #wasWritten(): boolean {
    const { id, rstCode = NGHTTP2_NO_ERROR } = this.#stream ?? {};
    if (id === undefined || rstCode === NGHTTP2_REFUSED_STREAM) return false;
    return id <= this.#context.lastStream();
  }

  #connectionEnd(): ConnectionEnd | null {
    const { session, end, request } = this.#context;
    if (end() === 'goaway') return 'goaway';
    if (session.destroyed && this.#failure !== null) return endAfter(this.#failure.code);
    if (session.destroyed) return end() ?? 'server-closed-idle';
    return request.closeAfter ? 'no-keep-alive' : null;
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
