import { count } from '../insight/count.ts';
import { problemJson, problemText, type PlacedWords } from '../insight/problemJson.ts';
import { printable } from '../insight/printable.ts';
import type { CheckArguments } from './arguments.ts';
import { fileHints } from './fileHints.ts';
import { severityTones } from './humanReport.ts';
import { plan } from './plan.ts';
import { given, isWrong, readFiles } from './sendCommand.ts';
import type { Terminal } from './terminal.ts';

/** Tells the problems of the files, and the hints for better reuse; nothing is sent, and nobody is asked. */
export async function checkCommand(args: CheckArguments, terminal: Terminal): Promise<number> {
  const { stdout, stderr, paint } = terminal;
  const files = await readFiles(args.files);
  const planned = await plan(files, { kind: 'all' }, given(args, terminal), null);
  const hints = fileHints([...new Set(planned.items.map(({ file }) => file))]);
  for (const problem of [...planned.problems, ...hints]) {
    if (args.json) stdout.write(`${JSON.stringify(problemJson(problem))}\n`);
    else {
      const text = `${printable(problemText(problem))}${silencedAs(problem)}`;
      stdout.write(`${paint(severityTones[problem.severity], text)}\n`);
    }
  }
  const told = args.json ? stderr : stdout;
  for (const path of planned.emptyFiles)
    told.write(`${path} is empty: there is nothing to check\n`);
  if (!args.json)
    stdout.write(`${summary(planned.problems.length, hints.length, planned.items.length)}\n`);
  return isWrong(planned) ? 2 : 0;
}

/** ` [connection-close]`: what `# @no-hint` takes. */
function silencedAs({ code }: Pick<PlacedWords, 'code'>): string {
  const { hint } = /^reuse-(?<hint>.+)$/.exec(code)?.groups ?? {};
  return hint === undefined ? '' : ` [${hint}]`;
}

function summary(problems: number, hints: number, ready: number): string {
  const found = [count(problems, 'problem'), ...(hints > 0 ? [count(hints, 'hint')] : [])];
  const silence =
    hints === 0 ? '' : '\nA hint is silenced by # @no-hint and what stands in brackets';
  return `${found.join(' · ')} · ${count(ready, 'request')} ready to send${silence}`;
}
