/** The output channel: what `curl -v` would tell of each exchange, secrets masked. */
import * as vscode from 'vscode';
import type { Trace, TraceEvent } from '../client/trace.ts';
import { createTraceText } from '../insight/traceText.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';

export type Output = {
  /** Tells of one request, whose secrets are not to be seen, or of what no request is the cause of. */
  trace(request?: ResolvedRequest): Trace;
  info(line: string): void;
  warn(line: string): void;
  error(error: Error): void;
  /** Fires with each line as it is written. */
  readonly onDidWrite: vscode.Event<string>;
  show(): void;
  dispose(): void;
};

type LinesOf = ReturnType<typeof createTraceText>;

/** How long an event may wait for its lines. */
const patienceMs = 100;

export function createOutput(): Output {
  const channel = vscode.window.createOutputChannel('Keepalive', { log: true });
  const written = new vscode.EventEmitter<string>();
  const waiting: { readonly event: TraceEvent; readonly linesOf: LinesOf }[] = [];
  let timer: NodeJS.Timeout | null = null;

  function put(level: 'info' | 'warn' | 'error', line: string): void {
    channel[level](line);
    written.fire(line);
  }

  function write(): void {
    timer = null;
    for (const { event, linesOf } of waiting.splice(0)) {
      for (const line of linesOf(event)) put('info', line);
    }
  }

  return {
    // To put events into words and send them to the window takes longer than some phases do:
    // it must not happen between two marks of the clock.
    trace: (request) => {
      const linesOf = createTraceText(request ?? null);
      return (event) => {
        waiting.push({ event, linesOf });
        timer ??= setTimeout(write, patienceMs);
      };
    },
    info: (line) => {
      put('info', line);
    },
    warn: (line) => {
      put('warn', line);
    },
    error: (error) => {
      put('error', error.stack ?? error.message);
    },
    onDidWrite: written.event,
    show: () => {
      channel.show(true);
    },
    dispose: () => {
      if (timer !== null) clearTimeout(timer);
      written.dispose();
      channel.dispose();
    },
  };
}
