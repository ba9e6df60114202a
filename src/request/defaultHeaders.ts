/** The headers of the settings, for a request that does not have them: read as those of the file are. */
import { authorization } from './authorization.ts';
import { expand, type Values } from './expand.ts';
import { headerValue } from './headerValue.ts';
import { report, type Findings, type RequestProblemCode } from './problems.ts';
import { asksToClose, computedHeaders, type RequestHeaders } from './requestHeaders.ts';
import type { HeaderField } from './resolvedRequest.ts';

export function withDefaultHeaders(
  headers: RequestHeaders,
  values: Values,
  findings: Findings,
): RequestHeaders {
  let made = headers;
  for (const field of values.scope.around.defaultHeaders)
    made = withOne(made, field, values, findings);
  return made;
}

function withOne(
  headers: RequestHeaders,
  [name, written]: HeaderField,
  values: Values,
  findings: Findings,
): RequestHeaders {
  const { fields, signing } = headers;
  const lowerName = name.toLowerCase();
  if (headerValue(fields, lowerName) !== null) return headers;
  if (lowerName === 'authorization' && signing !== null) return headers;
  const { text, faults } = expand(written, values);
  const { target, line } = findings.placed.request;
  const fail = (code: RequestProblemCode, message: string): void => {
    const named = `In the default header \`${name}\`: ${message}`;
    report(findings, code, 'error', named, target.span, line);
  };
  for (const { code, message } of faults) fail(code, message);
  const value = text.trim();
  if (lowerName === 'connection' && asksToClose(value))
    return { ...headers, closesConnection: true };
  if (computedHeaders.has(lowerName)) return headers;
  const made = lowerName === 'authorization' ? authorization(value) : { value };
  if ('signing' in made) return { ...headers, signing: made.signing };
  if ('unsupported' in made) fail('not-supported-yet', `${made.unsupported} is not supported yet`);
  return { ...headers, fields: [...fields, [name, 'value' in made ? made.value : value]] };
}
