import { constants } from 'node:os';
import type { WriteStream } from 'node:tty';
import { createAsk, type Ask } from './askInTerminal.ts';
import { createOutput, wholeStream, type Output } from './output.ts';
import { unwritable } from './unwritable.ts';

/** Where the CLI speaks, and how it is told to stop. */
export type Terminal = {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Colours what goes to stdout, where there are colours. */
  readonly paint: Paint;
  /** The same for stderr. */
  readonly paintError: Paint;
  /** Whether stdout is a terminal, which obeys control characters. */
  readonly isTty: boolean;
  /** Aborted by Ctrl+C and its like once they are heeded, or when nobody reads stdout any more. */
  readonly stop: AbortSignal;
  /** For who looks at `stop` from now on; until then a signal ends the process as it always does. */
  readonly heedSignals: () => void;
  /** The last signal that was heeded; null without one. */
  readonly interruptedBy: () => Interruption | null;
  /** Whether stdout could not be written, such as to a full disk; that its reader has gone is no fault. */
  readonly isBroken: () => boolean;
  /** Asks whoever sits before it. */
  readonly ask: Ask;
  readonly workingFolder: string;
  readonly processVariables: Readonly<Record<string, string | undefined>>;
};

export type Interruption = {
  readonly signal: NodeJS.Signals;
  /** 128 and the number of the signal, as shells have it. */
  readonly exitCode: number;
};

export type Tone = 'bold' | 'faint' | 'green' | 'yellow' | 'red' | 'none';

export type Paint = (tone: Tone, text: string) => string;

export function createTerminal(process: NodeJS.Process): Terminal {
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort();
  };
  let interruption: Interruption | null = null;
  const heedSignals = (): void => {
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
      // Once: a second Ctrl+C ends the process as it always does.
      process.once(signal, () => {
        interruption = { signal, exitCode: 128 + constants.signals[signal] };
        abort();
      });
    }
  };
  let broken = false;
  const stderr = createOutput(process.stderr, () => undefined);
  const stdoutEnded = (error: Error): void => {
    if (!('code' in error && error.code === 'EPIPE')) {
      broken = true;
      stderr.write(`keepalive: ${unwritable('stdout', error)}\n`);
    }
    abort();
  };
  return {
    stdout: createOutput(wholeStream(process.stdout), stdoutEnded),
    stderr,
    paint: hasColours(process.stdout, process.env) ? paint : plain,
    paintError: hasColours(process.stderr, process.env) ? paint : plain,
    isTty: process.stdout.isTTY,
    stop: stop.signal,
    heedSignals,
    interruptedBy: () => interruption,
    isBroken: () => broken,
    ask: createAsk(process, stop.signal),
    workingFolder: process.cwd(),
    processVariables: process.env,
  };
}

/** See https://no-color.org. */
function hasColours(stream: WriteStream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

const codes: Readonly<Record<Exclude<Tone, 'none'>, number>> = {
  bold: 1,
  faint: 2,
  green: 32,
  yellow: 33,
  red: 31,
};

function plain(_tone: Tone, text: string): string {
  return text;
}

function paint(tone: Tone, text: string): string {
  return tone === 'none' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`;
}
