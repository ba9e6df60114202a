/** Gathers the body of one answer: in memory, and past a limit in a file, while it comes. */
import type { WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createBodyFile } from './bodyFiles.ts';
import type { BodyFile, BodyLimits, WireFailure, WireOutcome } from './connection.ts';
import { createReturnedMemory, type ReturnedMemory } from './returnedMemory.ts';

/** Who brings the chunks can be told to wait. */
export type BodySource = { readonly pause: () => void; readonly resume: () => void };

const noBytes = new Uint8Array(0);

export class BodyCollector {
  readonly #limits: BodyLimits;
  readonly #memory: ReturnedMemory;
  #chunks: Uint8Array[] = [];
  #stream: WriteStream | null = null;
  #error: Error | null = null;
  /** All that came, in memory or not. */
  bytes = 0;

  /** `isOurs` as `createReturnedMemory` has it. */
  constructor(limits: BodyLimits, isOurs: (memory: ArrayBufferLike) => boolean) {
    this.#limits = limits;
    this.#memory = createReturnedMemory(isOurs);
  }

  /** False when the body is longer than it may be, or can't be kept. */
  add(chunk: Uint8Array, source: BodySource): boolean {
    this.bytes += chunk.length;
    const { maxMemoryBytes, folder } = this.#limits;
    if (this.#stream === null) {
      if (this.bytes <= maxMemoryBytes) {
        this.#chunks.push(chunk);
        return true;
      }
      if (folder === null) return false;
      this.#spill(folder, source);
    }
    if (this.#error !== null) return false;
    if (this.#write(chunk) === false) source.pause();
    return true;
  }

  /** What is in memory: of a body in a file only the beginning. */
  get head(): Uint8Array {
    return this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : (this.#chunks[0] ?? noBytes);
  }

  get isInFile(): boolean {
    return this.#stream !== null;
  }

  /** Resolves when all of it is on disk; where that can't be, none of it is left there. */
  async finish(): Promise<BodyFile | null> {
    const stream = this.#stream;
    if (stream === null) return null;
    const path = String(stream.path);
    try {
      stream.end();
      await finished(stream);
      return { path, bytes: this.bytes };
    } catch {
      await rm(path, { force: true }).catch(() => undefined);
      return null;
    }
  }

  /** Why it could not be kept; null while all is well. */
  get failure(): WireFailure | null {
    if (this.#error !== null) {
      const { message } = this.#error;
      const path = String(this.#stream?.path ?? this.#limits.folder);
      // Of a write the system does not say to which file.
      const detail = message.includes(path) ? message : `${message} '${path}'`;
      return { code: 'body-unreadable', detail, addresses: [], limit: null };
    }
    if (this.#stream !== null || this.bytes <= this.#limits.maxMemoryBytes) return null;
    const limit = this.#limits.maxMemoryBytes;
    return { code: 'too-large', detail: '', addresses: [], limit };
  }

  #spill(folder: string, source: BodySource): void {
    try {
      const stream = createBodyFile(folder);
      this.#stream = stream;
      stream.on('drain', () => {
        source.resume();
      });
      stream.on('error', (error) => {
        this.#error = error;
        // Whoever waits for room learns with the next chunk that there is none.
        source.resume();
      });
      const chunks = this.#chunks;
      this.#keepHead();
      chunks.forEach((chunk, index) => {
        if (index < this.#chunks.length) {
          this.#memory.keep(chunk);
          stream.write(chunk);
        } else this.#write(chunk);
      });
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Of a chunk that nobody holds: its memory is given back at once. */
  #write(chunk: Uint8Array): boolean | undefined {
    const giveBack = this.#memory.lend(chunk);
    return this.#stream?.write(chunk, (error) => {
      if (error == null) giveBack();
    });
  }

  #keepHead(): void {
    const { maxHeadBytes } = this.#limits;
    let bytes = 0;
    this.#chunks = this.#chunks.filter((chunk) => {
      bytes += chunk.length;
      return bytes <= maxHeadBytes;
    });
  }
}

/** The outcome once its body is on disk. */
export async function withFile(outcome: WireOutcome, body: BodyCollector): Promise<WireOutcome> {
  const bodyFile = await body.finish();
  const failure = outcome.failure ?? body.failure;
  return { ...outcome, bodyFile, failure };
}
