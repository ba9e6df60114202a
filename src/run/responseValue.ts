/** What a reference such as `login.response.body.$.token` reads in an exchange. */
import { headerValue } from '../request/headerValue.ts';
import type { Answer } from '../request/needs.ts';
import type { RequestQuery } from '../request/requestQuery.ts';
import type { HeaderField, RequestBody } from '../request/resolvedRequest.ts';
import { pathSteps, valueAt, valueText } from '../request/valuePath.ts';
import { bodyWords } from './bodyWords.ts';
import { readJson, readXml } from './bodyQuery.ts';
import type { Sent } from './namedExchanges.ts';

export async function responseValue(query: RequestQuery, sent: Sent): Promise<Answer> {
  const { part, side, request, written } = query;
  const headers = headersOf(query, sent);
  const missing = (what: string): Answer => ({
    message: `\`${written}\` has no value: the ${side} of \`${request}\` has no ${what}`,
  });
  const isHeld = side === 'request' ? isBytes(sent.request.body) : sent.exchange.bodyFile === null;
  const isOfBody = part.kind !== 'status' && part.kind !== 'header';
  if (!isHeld && isOfBody) {
    return { message: `\`${written}\` has no value: that body is too long to be read from` };
  }
  let bytes: Uint8Array | null = null;
  try {
    if (isOfBody) bytes = bytesOf(query, sent);
  } catch (error) {
    // It was put into a file, and somebody has removed that.
    const why = error instanceof Error ? error.message : String(error);
    return { message: `\`${written}\` has no value: ${why}` };
  }
  const text = async (): Promise<string> =>
    bytes === null ? '' : bodyWords(bytes, contentTypeOf(headers));
  switch (part.kind) {
    case 'status': {
      const status = sent.exchange.hops.at(-1)?.response?.status;
      return status === undefined ? missing('status') : { text: String(status) };
    }
    case 'header': {
      const values = valuesOf(headers, part.name);
      const value = part.index === null ? values.at(-1) : values[part.index];
      return value === undefined ? missing(`header \`${part.name}\``) : { text: value };
    }
    case 'body':
      return { text: await text() };
    case 'value': {
      const steps = pathSteps(part.path);
      const value = steps === null ? undefined : valueAt(json(await text()), steps);
      return value === undefined
        ? missing(`\`${part.path}\` in its body`)
        : { text: valueText(value) };
    }
    case 'query': {
      const body = await text();
      const isXml = part.language === 'xml' || (part.language === null && looksXml(headers, body));
      const read = isXml ? readXml : readJson;
      const found = await read(body, part.expression);
      if ('text' in found) return found;
      return 'message' in found
        ? { message: `\`${written}\`: ${found.message}` }
        : missing(`\`${part.expression}\``);
    }
  }
}

function bytesOf({ side }: RequestQuery, { request, exchange }: Sent): Uint8Array | null {
  if (side === 'response') return exchange.body.bytes();
  return isBytes(request.body) ? request.body : null;
}

/** A long file was read while it was sent, and is not held. */
function isBytes(body: RequestBody | null): body is Uint8Array | null {
  return body === null || body instanceof Uint8Array;
}

function headersOf({ side }: RequestQuery, { request, exchange }: Sent): readonly HeaderField[] {
  const last = exchange.hops.at(-1);
  return side === 'request'
    ? (last?.requestHeaders ?? request.headers)
    : (last?.response?.headers ?? []);
}

function valuesOf(headers: readonly HeaderField[], name: string): readonly string[] {
  const lower = name.toLowerCase();
  return headers.filter(([each]) => each.toLowerCase() === lower).map(([, value]) => value);
}

function contentTypeOf(headers: readonly HeaderField[]): string {
  return headerValue(headers, 'content-type') ?? '';
}

/** By the type; without one by how the body starts. */
function looksXml(headers: readonly HeaderField[], text: string): boolean {
  const type = contentTypeOf(headers).toLowerCase();
  if (/[/+]xml|html/.test(type)) return true;
  return !type.includes('json') && /^\s*</.test(text);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
