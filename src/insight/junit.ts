/**
 * JUnit's XML as Jenkins (xunit plugin, junit-10.xsd) and GitLab read it: one suite, a case for each request.
 * There is no standard of it; what is written here is what both know.
 */
import type { Exchange } from '../client/exchange.ts';
import type { RequestSource } from '../request/resolvedRequest.ts';
import { annotate } from './annotation.ts';
import { round3 } from './duration.ts';
import { escapeXml } from './escapeXml.ts';
import { describeFailure } from './failureText.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';
import { printable } from './printable.ts';
import { problemText, type PlacedWords } from './problemJson.ts';

export type JunitCounts = {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** Milliseconds. */
  readonly total: number;
};

/** Always of one length, in ASCII, so that it can be written again when all is counted. */
export function junitHead(
  { tests, failures, errors, skipped, total }: JunitCounts,
  timestamp: string,
): string {
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  const suite = `name="keepalive" ${counts} time="${seconds(total)}" timestamp="${timestamp}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite ${suite.padEnd(250)}>\n`;
}

export const junitEnd = '</testsuite>\n</testsuites>\n';

/** What tells one case from another: GitLab takes the first of two with the same. */
export type JunitName = { readonly className: string; readonly name: string };

/** Jenkins cuts at dots: `api/users.http` is the class `users` in the package `api`. */
export function junitName({ file, name, title, line }: RequestSource): JunitName {
  const path = printable(file).replace(/\.[^./\\]*$/, '');
  const className = path.replace(/^(?:\.{0,2}[/\\])+/, '').replace(/[/\\]/g, '.');
  return { className, name: printable(name ?? title ?? `line ${line}`) };
}

/** A send that failed is a failure, an HTTP status is none. */
export function junitSent(sent: Exchange, name: JunitName): string {
  const exchange = maskedExchange(sent);
  const { method, url, failure, total } = exchange;
  const told = [`${method} ${maskUrl(url)}`, annotate(exchange).text];
  const failed =
    failure === null
      ? ''
      : result('failure', failure.code, printable(describeFailure(failure)), told);
  const output = `<system-out>${linesOf(told)}</system-out>`;
  return testCase(name, seconds(total), `${failed}${output}`);
}

/** A request with a problem, or a file. */
export function junitWrong(problems: readonly PlacedWords[], name: JunitName): string {
  const [first] = problems;
  const texts = problems.map(problemText);
  const message = printable(first?.message ?? '');
  return testCase(name, '0', result('error', first?.code ?? '', message, texts));
}

export function junitSkipped(why: string, name: JunitName): string {
  return testCase(name, '0', `<skipped message="${escapeXml(printable(why))}"/>`);
}

function result(
  kind: 'failure' | 'error',
  type: string,
  message: string,
  lines: readonly string[],
): string {
  const attributes = `type="${escapeXml(type)}" message="${escapeXml(message)}"`;
  return `<${kind} ${attributes}>${linesOf(lines)}</${kind}>`;
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => escapeXml(printable(line))).join('\n');
}

function testCase({ className, name }: JunitName, time: string, content: string): string {
  const attributes = `classname="${escapeXml(className)}" name="${escapeXml(name)}" time="${time}"`;
  return `<testcase ${attributes}>${content}</testcase>\n`;
}

/** No exponent, however small. */
function seconds(ms: number): string {
  return (round3(ms) / 1000).toFixed(6).replace(/0{1,3}$/, '');
}
