/** One request on an HTTP/1.1 connection: what undici tells about it, step by step → a `WireOutcome`. */
import type { Dispatcher } from 'undici';
import { answerEnd } from './answerEnd.ts';
import { BodyCollector, withFile } from './bodyCollector.ts';
import { certificateAlertOr } from './clientCertificate.ts';
import type {
  ConnectionEnd,
  EnterPhase,
  WireFailure,
  WireOutcome,
  WireRequest,
} from './connection.ts';
import type { FirstByteLimit } from './firstByteLimit.ts';
import type { Socket } from './openSocket.ts';
import { versionIn } from './readTap.ts';
import { endAfter, idleEnd, sendFailure } from './sendFailure.ts';
import type { Stop } from './stop.ts';
import type { Tell } from './wireEvent.ts';
import type { InterimHead, WireHead } from './wireHead.ts';

/** What all requests of a connection have in common. */
export type Http1Line = {
  readonly socket: Socket;
  readonly firstByte: FirstByteLimit;
  /** Ends the whole connection: HTTP/1 can't give up one answer and keep the next. */
  readonly destroy: () => void;
  /** Told before whoever waits for the outcome. */
  readonly served: (outcome: WireOutcome) => void;
};

const maxStartBytes = 64;

/** What is chained to it runs after all that runs now; `queueMicrotask` does the same at several times the cost. */
const nextTurn = Promise.resolve();

export class Http1Request implements Dispatcher.DispatchHandler {
  readonly #line: Http1Line;
  readonly #request: WireRequest;
  readonly #stop: Stop;
  readonly #enter: EnterPhase;
  readonly #tell: Tell | undefined;
  readonly #done: (outcome: WireOutcome) => void;
  readonly #bytesWrittenBefore: number;
  #body: BodyCollector | null = null;
  /** Of the last chunk that had memory of its own: undici cuts it up, and reads the next one when it has done so. */
  #readMemory: ArrayBufferLike | null = null;
  #responseBytes = 0;
  #start = '';
  #version = '';
  #interim: readonly InterimHead[] = noInterim;
  #head: WireHead | null = null;
  #written = false;
  #sent = false;
  #waits = false;
  #failure: WireFailure | null = null;
  #settled = false;

  constructor(
    line: Http1Line,
    request: WireRequest,
    stop: Stop,
    enter: EnterPhase,
    tell: Tell | undefined,
    done: (outcome: WireOutcome) => void,
  ) {
    this.#line = line;
    this.#request = request;
    this.#stop = stop;
    this.#enter = enter;
    this.#tell = tell;
    this.#done = done;
    this.#bytesWrittenBefore = line.socket.bytesWritten;
    stop.onStop(() => {
      if (!this.#settled) this.#cut(stop.cause ?? 'aborted', null);
    });
  }

  /** A chunk as it came off the socket, before it is parsed. */
  onChunk(chunk: Buffer): void {
    if (this.#responseBytes === 0) this.#enter('download');
    this.#responseBytes += chunk.length;
    if (chunk.length === chunk.buffer.byteLength) this.#readMemory = chunk.buffer;
    if (this.#version !== '' || this.#start.length >= maxStartBytes) return;
    // The first line may come in pieces, and after line ends that belong to nothing (RFC 9112, section 2.2).
    this.#start += chunk.toString('latin1', 0, maxStartBytes);
    this.#version = versionIn(this.#start);
  }

  onRequestStart(): void {
    this.#written = true;
    this.#enter('send');
  }

  onRequestSent(): void {
    // undici means "handed to the socket", which may hold a long body back.
    const { socket } = this.#line;
    if (socket.writableNeedDrain) socket.once('drain', this.#onSent.bind(this));
    else this.#onSent();
  }

  #onSent(): void {
    this.#sent = true;
    if (this.#head !== null || this.#settled) return;
    this.#waits = true;
    if (this.#responseBytes === 0) this.#enter('wait');
    // An interim answer does not end the wait, nor one that came before all was sent.
    this.#line.firstByte.start(this.#request.firstByteTimeoutMs);
  }

  onNoFirstByte(limitMs: number): void {
    if (!this.#waits || this.#head !== null) return;
    // An interim answer was no end of the wait.
    this.#enter('wait');
    this.#cut('timeout', limitMs);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText?: string,
  ): void {
    const headers = headerPairs(controller.rawHeaders);
    const head = { status, statusText: statusText ?? '', httpVersion: this.#version, headers };
    this.#tell?.({ kind: 'response-head', head });
    // An interim answer (103) is not the answer.
    if (status >= 200) this.#head = head;
    else this.#interim = [...this.#interim, { ...head, atMs: performance.now() }];
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // Resumed with nothing to read, undici tells of no bytes, in memory that it goes on using.
    if (chunk.length === 0) return;
    this.#body ??= new BodyCollector(
      this.#request.bodyLimits,
      (memory) => memory === this.#readMemory,
    );
    if (this.#head !== null) this.#request.onChunk?.(chunk, this.#head);
    if (this.#body.add(chunk, controller)) return;
    this.#failure ??= this.#body.failure;
    this.#line.destroy();
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    const { socket, destroy } = this.#line;
    const head = this.#head;
    if (head === null) return;
    this.#addTrailers(head, headerPairs(controller.rawTrailers));
    const end = answerEnd(this.#request.closeAfter, this.#sent, this.#request.method, head);
    const { errored } = socket;
    const mayBeCut =
      end === 'close-delimited-body' && this.#request.method !== 'HEAD' && head.status !== 304;
    if (mayBeCut && errored !== null && codeOf(errored) === 'ECONNRESET') {
      // undici takes a reset for the end of such a body, but it may have cut the body short.
      this.#failure = sendFailure(errored, this.#responseBytes);
      this.#settle('receive-error');
      return;
    }
    // Once undici has finished with the answer, the socket itself says whether it is kept.
    void nextTurn.then(() => {
      if (end !== null) destroy();
      const gone = socket.destroyed ? idleEnd(socket.errored) : null;
      this.#settle(end ?? gone);
    });
  }

  #addTrailers(head: WireHead, trailers: WireHead['headers']): void {
    if (trailers.length === 0) return;
    this.#head = { ...head, trailers };
    this.#tell?.({ kind: 'response-trailers', trailers });
  }

  onResponseError(_controller: unknown, error: Error): void {
    const told = certificateAlertOr(error, this.#line.socket);
    this.#failure ??= sendFailure(told, this.#responseBytes);
    if (this.#written || this.#stop.cause !== null) {
      this.#settle(endAfter(this.#failure.code));
    } else if (this.#failure.code === 'not-supported') {
      // undici would not take it; the connection has seen nothing of it.
      this.#settle(null);
    } else {
      const { socket, destroy } = this.#line;
      destroy();
      this.#settle(idleEnd(socket.errored));
    }
  }

  #cut(code: 'aborted' | 'timeout', limit: number | null): void {
    this.#failure ??= { code, detail: '', addresses: [], limit };
    this.#line.destroy();
  }

  #settle(end: ConnectionEnd | null): void {
    this.#settled = true;
    const body = this.#body;
    const outcome: WireOutcome = {
      interim: this.#interim,
      head: this.#head,
      body: body?.head ?? noBytes,
      bodyFile: null,
      requestBytes: this.#line.socket.bytesWritten - this.#bytesWrittenBefore,
      responseBytes: this.#responseBytes,
      written: this.#written,
      failure: this.#failure,
      end,
    };
    this.#line.served(outcome);
    if (body?.isInFile !== true) this.#done(outcome);
    else void withFile(outcome, body).then(this.#done);
  }
}

const noInterim: readonly InterimHead[] = [];
const noBytes = new Uint8Array(0);

type RawHeaders = Dispatcher.DispatchController['rawHeaders'];

/** undici gives the server's own order and spelling as a flat list of names and values. */
function headerPairs(raw: RawHeaders): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  const fields = Array.isArray(raw) ? raw : [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    pairs.push([text(fields[index]), text(fields[index + 1])]);
  }
  return pairs;
}

function text(field: Buffer | string | undefined): string {
  return typeof field === 'string' ? field : (field?.toString('latin1') ?? '');
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}
