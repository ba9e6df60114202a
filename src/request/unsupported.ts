/**
 * Constructs that the parser reads and nothing acts on yet. What would be sent wrongly without
 * them is an error; what would only be missed afterwards is a warning.
 */
import type { Span } from '../parser/httpFile.ts';
import { report, type Findings } from './problems.ts';

export function checkConstructs(findings: Findings): void {
  const { request } = findings.placed;
  const { method, httpVersion, line } = request;
  if (method !== null && isOtherProtocol(method.text)) {
    const message = `\`${method.text}\` is not supported yet: only HTTP requests are`;
    report(findings, 'not-supported-yet', 'error', message, method.span, line);
  }
  if (
    httpVersion !== null &&
    !/^(?:1\.[01]|[23](?:\.0)?(?: \(Prior Knowledge\))?)$/.test(httpVersion.text)
  ) {
    const message = `\`HTTP/${httpVersion.text}\` is no HTTP version: write HTTP/1.1 or HTTP/2, or leave it out`;
    report(findings, 'invalid-http-version', 'error', message, httpVersion.span, line);
  }
  for (const { when, span, line: scriptLine } of request.scripts) {
    if (when === 'before') {
      const message =
        'A script before the request is not supported yet: remove it to send the request';
      report(findings, 'not-supported-yet', 'error', message, span, scriptLine);
    } else {
      warn(
        findings,
        'A script after the request is not supported yet: it does not run',
        span,
        scriptLine,
      );
    }
  }
  for (const { span, line: assertionLine } of request.assertions) {
    warn(
      findings,
      'Assertions are not supported yet: this one is not checked',
      span,
      assertionLine,
    );
  }
}

/** A method that stands for a protocol other than HTTP. */
export function isOtherProtocol(method: string): boolean {
  return protocols.has(method.toUpperCase());
}

const protocols = new Set('WS WSS WEBSOCKET SSE EVENTSOURCE GRPC MQTT AMQP KAFKA'.split(' '));

function warn(findings: Findings, message: string, span: Span, line: number): void {
  report(findings, 'not-supported-yet', 'warning', message, span, line);
}
