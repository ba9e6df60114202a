import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { emptySummary, withExchange, type Summary } from '../insight/summary.ts';
import { printable } from '../insight/printable.ts';
import { loadCharsetOf } from '../client/charset.ts';
import type { Client } from '../client/client.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Trace } from '../client/trace.ts';
import type { RequestSource, ResolvedRequest } from '../request/resolvedRequest.ts';
import { bodyFile } from '../run/bodyFile.ts';
import { saveResponse } from '../run/saveResponse.ts';
import type { SendArguments } from './arguments.ts';
import { describeProblem } from './fileProblems.ts';
import { createHumanReport, type Labelled } from './humanReport.ts';
import { createJsonReport } from './jsonReport.ts';
import type { Given, NamedText } from './openFile.ts';
import { createUnbegun, type LeftOut } from './leftOut.ts';
import { plan, type Plan, type PlannedItem } from './plan.ts';
import { openRecorders } from './recorders.ts';
import { readText } from './readText.ts';
import { projectResponseFiles } from './responseFiles.ts';
import type { Report } from './report.ts';
import type { Terminal } from './terminal.ts';

/** Sends the requests of the files; the exit code by the contract: 2 wins over 1, an interruption over both. */
export async function sendCommand(args: SendArguments, terminal: Terminal): Promise<number> {
  const files = await readFiles(args.files);
  const planned = await plan(files, args.selection, given(args, terminal), terminal.ask);
  const report = args.json
    ? createJsonReport(terminal)
    : createHumanReport(terminal, planned.items.map(labelled), args.output, {
        several: planned.items.length * args.repeat > 1,
        isParallel: args.parallel > 1,
      });
  reportPlan(planned, report, terminal);
  if (planned.givenUp) {
    report.summary(emptySummary, args.repeat * (planned.items.length + planned.notSent));
    return 130;
  }
  const recorders = await openRecorders(args);
  if (typeof recorders === 'string') {
    terminal.stderr.write(`keepalive: ${printable(recorders)}\n`);
    return 2;
  }
  // Not before: what is read or opened may keep us waiting, and can't be given up.
  terminal.heedSignals();
  const { files: records, folder } = recorders;
  const unbegun = createUnbegun(planned.items.map(sourceOf), args.repeat);
  const leaveOut = (one: LeftOut): void => {
    for (const record of records) record.leaveOut?.(one);
  };
  const recording: Recording = {
    ...report,
    exchange: (exchange, _saved, kept) => {
      unbegun.hadTurn(exchange.source);
      for (const record of records) record.add(exchange);
      report.exchange(exchange, folder?.save(exchange), kept);
    },
    leaveOut: (one) => {
      unbegun.hadTurn(one.source);
      leaveOut(one);
    },
  };
  planned.leftOut.forEach(leaveOut);
  const { summary, notSent, isFailed, isRefused, givenUp, isUnsaved } = await sendAll(
    planned.items,
    args,
    recording,
    terminal,
  );
  unbegun.rest().forEach(leaveOut);
  const unwritten = [...records.map((record) => record.close()), folder?.problem() ?? null].filter(
    (sentence) => sentence !== null,
  );
  for (const sentence of unwritten) terminal.stderr.write(`keepalive: ${printable(sentence)}\n`);
  report.summary(summary, notSent + args.repeat * planned.notSent);
  const interruption = terminal.interruptedBy();
  if (interruption !== null || givenUp) return interruption?.exitCode ?? 130;
  if (isWrong(planned) || isRefused || unwritten.length > 0 || terminal.isBroken()) return 2;
  return isFailed || isUnsaved ? 1 : 0;
}

/** The files as they are, those that can't be read among them. */
export async function readFiles(paths: readonly string[]): Promise<readonly NamedText[]> {
  return Promise.all(paths.map(async (path) => ({ path, content: await readText(path) })));
}

/** What the call gives to every file. */
export function given(
  { variables, environments }: Pick<SendArguments, 'variables' | 'environments'>,
  { workingFolder, processVariables }: Terminal,
): Given {
  return { variables, environments, workingFolder, processVariables };
}

/** What the columns of the report are measured by. */
function labelled(item: PlannedItem): Labelled {
  return { source: sourceOf(item), method: item.method };
}

function sourceOf({ placed, file }: PlannedItem): RequestSource {
  const { request, title, line } = placed;
  return { file: file.path, name: request.name, title, line: line + 1 };
}

function reportPlan(
  { problems, emptyFiles, noMatch }: Plan,
  report: Report,
  terminal: Terminal,
): void {
  for (const problem of problems) report.problem(problem);
  for (const path of emptyFiles) report.note(`${path} is empty: there is nothing to send`);
  if (noMatch !== null) terminal.stderr.write(`keepalive: ${printable(noMatch)}\n`);
  // They come before what follows, also where both go to one place.
  terminal.stderr.flush();
}

export function isWrong({ problems, noMatch }: Plan): boolean {
  return noMatch !== null || problems.some(({ severity }) => severity === 'error');
}

/** A report that is told of what turns out not to be sendable as well. */
type Recording = Report & { readonly leaveOut: (one: LeftOut) => void };

type Sent = {
  readonly summary: Summary;
  readonly notSent: number;
  /** Whether a send failed by itself: what ended because its reader has gone did not. */
  readonly isFailed: boolean;
  /** Whether a request turned out to be wrong only when its turn came. */
  readonly isRefused: boolean;
  /** Whether somebody would not answer, which ended the run. */
  readonly givenUp: boolean;
  /** Whether a response could not be saved where its request says. */
  readonly isUnsaved: boolean;
};

/** One pool for the process, closed at the end so that no idle connection holds the process up. */
async function sendAll(
  items: readonly PlannedItem[],
  { bail, parallel, repeat, verbose, insecure }: SendArguments,
  report: Recording,
  terminal: Terminal,
): Promise<Sent> {
  let summary = emptySummary;
  let isFailed = false;
  let isRefused = false;
  if (items.length === 0)
    return { summary, notSent: 0, isFailed, isRefused, givenUp: false, isUnsaved: false };
  // Sockets and all that come with them are loaded for a send only.
  const [
    { createClients },
    { createCookieJar },
    { defaultSettings },
    { proxyFromEnvironment },
    { run },
  ] = await Promise.all([
    import('../client/clients.ts'),
    import('../client/cookieJar.ts'),
    import('../client/settings.ts'),
    import('../client/proxyEnvironment.ts'),
    import('../run/run.ts'),
  ]);
  const traceOf = verbose ? await createTrace(terminal) : undefined;
  const proxy = proxyFromEnvironment(process.env);
  const { randomUUID } = process.getBuiltinModule('node:crypto');
  const bodyFolder = join(tmpdir(), `keepalive-${randomUUID()}`);
  const settings = { ...defaultSettings, proxy, bodyFolder };
  const cookies = createCookieJar();
  const client = createClients(settings, 'default', { trace: traceOf?.(null), cookies });
  let isUnsaved = false;
  /** Where `>>` has put the responses of those that are still to be told of. */
  const kept = new WeakMap<Exchange, readonly string[]>();
  const send: Client['send'] = async (request, options) => {
    const exchange = await client.send(insecure ? { ...request, insecure } : request, options);
    await loadCharsetOf(exchange);
    if (request.responseFiles.length === 0) return exchange;
    const files = items.find(({ file }) => file.path === request.source.file)?.file.files;
    if (files === undefined) return exchange;
    // Whoever ended the run wants no more of it.
    if (exchange.failure?.code === 'aborted') return exchange;
    const saved = await saveResponse(request, exchange, projectResponseFiles(files, terminal.ask));
    const fromHere = (path: string): string =>
      isAbsolute(path) ? path : join(dirname(request.source.file), path);
    const paths = saved.flatMap((one) => (one.kind === 'saved' ? [fromHere(one.path)] : []));
    if (paths.length > 0) kept.set(exchange, paths);
    for (const one of saved) {
      if (one.kind === 'saved') continue;
      // Whoever wrote `>>` counts on the file.
      isUnsaved = true;
      terminal.stderr.write(`keepalive: ${printable(one.message)}\n`);
    }
    return exchange;
  };
  try {
    const { notSent, givenUp } = await run(
      items,
      { send },
      {
        bail,
        parallel,
        repeat,
        signal: terminal.stop,
        traceOf: traceOf,
        ask: terminal.ask,
        readFile: (need, { file }) => bodyFile(need, file.files),
        onExchange: (exchange) => {
          summary = withExchange(summary, exchange);
          isFailed ||= exchange.failure !== null && exchange.failure.code !== 'aborted';
          report.exchange(exchange, undefined, kept.get(exchange));
          // A long run would fill the disk with what nobody reads any more.
          if (exchange.bodyFile !== null) rmSync(exchange.bodyFile.path, { force: true });
          // The trace and the annotations are to come in the order of what happened.
          if (verbose) terminal.stdout.flush();
        },
        onRefused: (item, problems) => {
          const { path, text } = item.file;
          const told = problems.map((one) => describeProblem(one, path, text));
          told.forEach(report.problem);
          const because = problems[0]?.code === 'reference-failed' ? 'reference-failed' : 'wrong';
          isRefused ||= because === 'wrong';
          report.leaveOut({ source: sourceOf(item), because, problems: told });
        },
      },
    );
    return { summary, notSent, isFailed, isRefused, givenUp, isUnsaved };
  } finally {
    await client.dispose();
    rmSync(bodyFolder, { recursive: true, force: true });
  }
}

async function createTrace({ stderr }: Terminal) {
  const { createTraceText } = await import('../insight/traceText.ts');
  return (request: ResolvedRequest | null): Trace => {
    const linesOf = createTraceText(request);
    return (event) => {
      for (const line of linesOf(event)) stderr.write(`${line}\n`);
      stderr.flush();
    };
  };
}
