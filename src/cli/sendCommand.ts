import { emptySummary, withExchange, type Summary } from '../insight/summary.ts';
import { printable } from '../insight/printable.ts';
import type { Trace } from '../client/trace.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { SendArguments } from './arguments.ts';
import { createHumanReport } from './humanReport.ts';
import { createJsonReport } from './jsonReport.ts';
import { plan, type Plan } from './plan.ts';
import { readText } from './readText.ts';
import type { Report } from './report.ts';
import type { Terminal } from './terminal.ts';

/** Sends the requests of the files; the exit code by the contract: 2 wins over 1, an interruption over both. */
export async function sendCommand(args: SendArguments, terminal: Terminal): Promise<number> {
  const files = await Promise.all(
    args.files.map(async (path) => ({ path, content: await readText(path) })),
  );
  const planned = plan(files, args.selection, args.variables);
  const requests = args.insecure ? planned.requests.map(withoutVerifying) : planned.requests;
  const report = args.json ? createJsonReport(terminal) : createHumanReport(terminal, requests);
  reportPlan(planned, report, terminal);
  const { summary, notSent } = await sendAll(requests, args, report, terminal);
  report.summary(summary, notSent + planned.notSent);
  if (terminal.wasInterrupted()) return 130;
  if (isWrong(planned)) return 2;
  return summary.failed > 0 ? 1 : 0;
}

function reportPlan(
  { problems, emptyFiles, noMatch }: Plan,
  report: Report,
  terminal: Terminal,
): void {
  for (const problem of problems) report.problem(problem);
  for (const path of emptyFiles) report.note(`${path} is empty: there is nothing to send`);
  if (noMatch !== null) terminal.stderr.write(`keepalive: ${printable(noMatch)}\n`);
}

function isWrong({ problems, noMatch }: Plan): boolean {
  return noMatch !== null || problems.some(({ severity }) => severity === 'error');
}

function withoutVerifying(request: ResolvedRequest): ResolvedRequest {
  return { ...request, insecure: true };
}

type Sent = { readonly summary: Summary; readonly notSent: number };

/** One pool for the process, closed at the end so that no idle connection holds the process up. */
async function sendAll(
  requests: readonly ResolvedRequest[],
  { bail, verbose }: SendArguments,
  report: Report,
  terminal: Terminal,
): Promise<Sent> {
  let summary = emptySummary;
  if (requests.length === 0) return { summary, notSent: 0 };
  // Sockets and all that come with them are loaded for a send only.
  const [{ createClient }, { defaultSettings }, { run }] = await Promise.all([
    import('../client/client.ts'),
    import('../client/settings.ts'),
    import('../run/run.ts'),
  ]);
  const trace = verbose ? await createTrace(terminal) : undefined;
  const client = createClient(defaultSettings);
  try {
    const { notSent } = await run(requests, client, {
      bail,
      signal: terminal.stop,
      trace,
      onExchange: (exchange) => {
        summary = withExchange(summary, exchange);
        report.exchange(exchange);
        // The trace and the annotations are to come in the order of what happened.
        if (verbose) terminal.stdout.flush();
      },
    });
    return { summary, notSent };
  } finally {
    await client.dispose();
  }
}

async function createTrace({ stderr }: Terminal): Promise<Trace> {
  const { traceLines } = await import('../insight/traceText.ts');
  return (event) => {
    for (const line of traceLines(event)) stderr.write(`${line}\n`);
    stderr.flush();
  };
}
