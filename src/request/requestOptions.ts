/** What the directives of a request ask for. */
import type { Directive } from '../parser/httpFile.ts';
import { durationMs } from './duration.ts';
import { expandPart } from './expandPart.ts';
import type { Values } from './expand.ts';
import { noPoolOptions, poolDirective, type PoolOptions } from './poolDirectives.ts';
import { excerpt, report } from './problems.ts';
import type { Findings } from './problems.ts';
import type { ResolvedRequest } from './resolvedRequest.ts';

export type RequestOptions = Pick<
  ResolvedRequest,
  | 'freshConnection'
  | 'noKeepAlive'
  | 'noRedirect'
  | 'noCookieJar'
  | 'insecure'
  | 'timeoutMs'
  | 'connectTimeoutMs'
> &
  PoolOptions;

/** Where a directive is repeated the last one counts. */
export function requestOptions(values: Values, findings: Findings): RequestOptions {
  let options = none;
  for (const directive of findings.placed.request.directives) {
    const { name, value } = directive;
    const isOn = value !== 'false';
    const pooling = poolDirective(name, expanded(directive, values, findings));
    if (typeof pooling === 'string')
      report(findings, 'directive-value', 'error', pooling, directive.span, directive.line);
    else if (pooling !== null) options = { ...options, ...pooling };
    if (name === 'fresh-connection') options = { ...options, freshConnection: isOn };
    else if (name === 'no-keep-alive') options = { ...options, noKeepAlive: isOn };
    else if (name === 'no-redirect') options = { ...options, noRedirect: isOn };
    else if (name === 'no-cookie-jar') options = { ...options, noCookieJar: isOn };
    else if (name === 'insecure') options = { ...options, insecure: isOn };
    else if (name === 'timeout') {
      options = { ...options, timeoutMs: duration(directive, values, findings) };
    } else if (name === 'connection-timeout') {
      options = { ...options, connectTimeoutMs: duration(directive, values, findings) };
    } else if (name === 'disabled' && isOn) {
      note(directive, findings, 'error', 'This request is disabled: remove `@disabled` to send it');
    } else if (withoutEffect.has(name)) {
      note(directive, findings, 'warning', `\`@${name}\` is not supported yet: it has no effect`);
    }
  }
  return options;
}

const none: RequestOptions = {
  freshConnection: false,
  noKeepAlive: false,
  noRedirect: false,
  noCookieJar: false,
  insecure: false,
  timeoutMs: null,
  connectTimeoutMs: null,
  ...noPoolOptions,
};

/** Those that would change what is sent, or how. */
const withoutEffect = new Set(['loop', 'note', 'proxy']);

function duration(directive: Directive, values: Values, findings: Findings): number | null {
  const { name, line, span } = directive;
  const text = expanded(directive, values, findings);
  const ms = durationMs(text);
  if (ms === null && !text.includes('{{')) {
    const message = `\`@${name} ${excerpt(text)}\` is no time: write a number and ms, s or m, such as \`@${name} 30 s\``;
    report(findings, 'directive-value', 'error', message, span, line);
  } else if (ms !== null && ms >= 1_000_000 && /^[\d.]+$/.test(text)) {
    const message = `\`@${name} ${text}\` counts seconds; for milliseconds write \`${text} ms\``;
    report(findings, 'directive-unit', 'information', message, span, line);
  }
  return ms;
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
