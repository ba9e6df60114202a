/** What the directives of a request ask for. */
import type { Directive } from '../parser/httpFile.ts';
import { expandPart } from './expandPart.ts';
import type { Values } from './expand.ts';
import { noPhaseTimeouts } from './phases.ts';
import { noPoolOptions, poolDirective, type PoolOptions } from './poolDirectives.ts';
import { report, type Findings } from './problems.ts';
import type { ResolvedRequest } from './resolvedRequest.ts';
import { timeoutDirective } from './timeoutDirective.ts';

export type RequestOptions = Pick<
  ResolvedRequest,
  | 'freshConnection'
  | 'noKeepAlive'
  | 'noRedirect'
  | 'noCookieJar'
  | 'insecure'
  | 'timeoutMs'
  | 'connectTimeoutMs'
  | 'phaseTimeoutsMs'
> &
  PoolOptions;

/** Where a directive is repeated the last one counts. */
export function requestOptions(values: Values, findings: Findings): RequestOptions {
  let options = noOptions;
  for (const directive of findings.placed.request.directives) {
    const { name, value } = directive;
    const isOn = value !== 'false';
    const text = expanded(directive, values, findings);
    const pooling = isOpen(text) ? null : poolDirective(name, text);
    if (typeof pooling === 'string')
      report(findings, 'directive-value', 'error', pooling, directive.span, directive.line);
    else if (pooling !== null) options = { ...options, ...pooling };
    if (name === 'fresh-connection') options = { ...options, freshConnection: isOn };
    else if (name === 'no-keep-alive') options = { ...options, noKeepAlive: isOn };
    else if (name === 'no-redirect') options = { ...options, noRedirect: isOn };
    else if (name === 'no-cookie-jar') options = { ...options, noCookieJar: isOn };
    else if (name === 'insecure') options = { ...options, insecure: isOn };
    else if (name === 'timeout' || name === 'connection-timeout') {
      options = { ...options, ...timeouts(options, directive, values, findings) };
    } else if (name === 'disabled' && isOn) {
      note(directive, findings, 'error', 'This request is disabled: remove `@disabled` to send it');
    } else if (withoutEffect.has(name)) {
      note(directive, findings, 'warning', `\`@${name}\` is not supported yet: it has no effect`);
    }
  }
  return options;
}

/** Without a directive. */
export const noOptions: RequestOptions = {
  freshConnection: false,
  noKeepAlive: false,
  noRedirect: false,
  noCookieJar: false,
  insecure: false,
  timeoutMs: null,
  connectTimeoutMs: null,
  phaseTimeoutsMs: noPhaseTimeouts,
  ...noPoolOptions,
};

/** Those that would change what is sent, or how. */
const withoutEffect = new Set(['loop', 'note', 'proxy']);

function timeouts(
  { phaseTimeoutsMs }: RequestOptions,
  directive: Directive,
  values: Values,
  findings: Findings,
): Partial<RequestOptions> {
  const { name, line, span } = directive;
  const text = expanded(directive, values, findings);
  if (isOpen(text)) return {};
  const found = timeoutDirective(name, text);
  if ('message' in found) {
    report(findings, 'directive-value', 'error', found.message, span, line);
    return {};
  }
  const { ms, phase, note: unit } = found;
  if (unit !== null) report(findings, 'directive-unit', 'information', unit, span, line);
  if (phase !== null) return { phaseTimeoutsMs: { ...phaseTimeoutsMs, [phase]: ms } };
  return name === 'timeout' ? { timeoutMs: ms } : { connectTimeoutMs: ms };
}

/** What is not known yet may well be right. */
function isOpen(text: string): boolean {
  return text.includes('{{');
}

function expanded({ value, span, line }: Directive, values: Values, findings: Findings): string {
  if (!value.includes('{{')) return value.trim();
  const at = { start: span.end - value.length, end: span.end };
  return expandPart(value, { text: value, span: at, line }, values, findings).trim();
}

function note(
  { span, line }: Directive,
  findings: Findings,
  severity: 'error' | 'warning',
  message: string,
): void {
  const code = severity === 'error' ? 'not-supported-yet' : 'directive-without-effect';
  report(findings, code, severity, message, span, line);
}
