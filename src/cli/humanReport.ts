import type { Exchange } from '../client/exchange.ts';
import { annotate, type Annotation } from '../insight/annotation.ts';
import { overSocket } from '../insight/endpointText.ts';
import { describeFailure } from '../insight/failureText.ts';
import { maskUrl } from '../insight/maskUrl.ts';
import { maskedExchange } from '../insight/maskedExchange.ts';
import { printable } from '../insight/printable.ts';
import { problemText } from '../insight/problemJson.ts';
import { summaryText } from '../insight/summary.ts';
import type { Severity } from '../parser/problem.ts';
import { maskSecrets } from '../request/secrets.ts';
import type { RequestSource, ResolvedRequest } from '../request/resolvedRequest.ts';
import type { OutputMode } from './arguments.ts';
import type { Report } from './report.ts';
import { showResponse } from './showResponse.ts';
import type { Terminal, Tone } from './terminal.ts';

/**
 * For people: a line for each request and its annotation beneath, aligned; on stderr where stdout is for what came back.
 * The requests to come are given so that the columns fit them; several files get a heading each.
 */
export function createHumanReport(
  terminal: Terminal,
  requests: readonly Labelled[],
  mode: OutputMode = 'short',
  { several, isParallel } = { several: requests.length > 1, isParallel: false },
): Report {
  const { stderr, paintError } = terminal;
  const [told, paint] = mode === 'short' ? [terminal.stdout, terminal.paint] : [stderr, paintError];
  const labelWidth = Math.min(maxLabel, widest(requests.map(({ source }) => label(source))));
  const methodWidth = widest(requests.map(({ method }) => method));
  const asked = new Set(requests.map(({ source }) => placeOf(source)));
  const indent = ' '.repeat(labelWidth + 2);
  const severalFiles = requests.some(({ source }) => source.file !== requests[0]?.source.file);
  let file: string | null = null;
  return {
    problem: (problem) => {
      stderr.write(
        `${paintError(severityTones[problem.severity], printable(problemText(problem)))}\n`,
      );
    },
    note: (sentence) => {
      told.write(`${sentence}\n`);
    },
    exchange: (original, saved, kept = []) => {
      const exchange = maskedExchange(original);
      if (severalFiles && exchange.source.file !== file) {
        told.write(`${file === null ? '' : '\n'}${paint('faint', exchange.source.file)}\n`);
        file = exchange.source.file;
      }
      const name = fit(label(exchange.source), labelWidth);
      const method = exchange.method.padEnd(methodWidth);
      const [first] = exchange.hops;
      const over = first === undefined ? '' : overSocket(first);
      const lines = [
        `${paint('bold', name)}  ${method} ${printable(maskUrl(exchange.url) + over)}`,
        ...outcome(exchange).map(([tone, text]) => `${indent}${paint(tone, text)}`),
        ...[...kept, ...(saved == null ? [] : [saved])].map((path) => {
          const shown = printable(maskSecrets(path, original.secrets));
          return `${indent}${paint('faint', `saved as ${shown}`)}`;
        }),
      ];
      told.write(`${lines.join('\n')}\n`);
      // What had to be sent before one that was asked for is no output.
      if (mode !== 'short' && asked.has(placeOf(exchange.source)))
        showResponse(original, mode, several, terminal);
    },
    summary: (summary, notSent) => {
      if (summary.sent + notSent === 0) return;
      told.write(`${summary.sent === 0 ? '' : '\n'}${summaryText(summary, notSent, isParallel)}\n`);
    },
  };
}

/** What a line of the report begins with. */
export type Labelled = Pick<ResolvedRequest, 'source' | 'method'>;

const tones: Readonly<Record<Annotation['tone'], Tone>> = {
  plain: 'green',
  attention: 'yellow',
  failed: 'red',
};

export const severityTones: Readonly<Record<Severity, Tone>> = {
  error: 'red',
  warning: 'yellow',
  information: 'none',
  hint: 'none',
};

/** A failure has its whole sentence, with the way out, on a line of its own. */
function outcome(exchange: Exchange): readonly (readonly [Tone, string])[] {
  const { text, tone } = annotate(exchange);
  const line = [tones[tone], printable(text)] as const;
  const { failure } = exchange;
  if (failure === null || failure.code === 'aborted') return [line];
  return [line, ['none', printable(describeFailure(failure))]];
}

const maxLabel = 24;

function label({ name, title, line }: RequestSource): string {
  return printable(name ?? title ?? `line ${line}`);
}

/** Those that had to be sent first may be wider than the column. */
function fit(text: string, width: number): string {
  return text.length > maxLabel ? `${text.slice(0, maxLabel - 1)}…` : text.padEnd(width);
}

function placeOf({ file, line }: RequestSource): string {
  return `${line} ${file}`;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
