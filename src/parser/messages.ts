/**
 * The messages of a `WEBSOCKET`, `GRPC` or other request that sends more than one: between lines
 * `===`, which may say who speaks first (`=== wait-for-server`).
 */
import { orNone } from './draft.ts';
import type { Body, BodyPart, Token } from './httpFile.ts';
import { bodyLines, fileAlone, filesOf } from './bodyLines.ts';

export function hasMessages(method: Token): boolean {
  // Most methods fall out by their first letter.
  if (!'wgmakWGMAK'.includes(method.source.charAt(method.start))) return false;
  return protocols.has(method.text.toUpperCase());
}

const protocols = new Set('WS WSS WEBSOCKET GRPC MQTT AMQP KAFKA'.split(' '));

const mark = /^===(?:[ \t]*(?:wait-for-(server|client)))?[ \t]*$/;

/** `source` is what the body's span counts in. */
export function messages(source: string, body: Body): readonly BodyPart[] {
  const files = filesOf(body);
  const parts: BodyPart[] = [];
  let start = body.span.start;
  let stop = start;
  let { line } = body;
  let waitsFor: BodyPart['waitsFor'] = null;
  const close = (): void => {
    if (stop > start) {
      const span = { start, end: stop };
      const file = fileAlone(files, span);
      parts.push({
        kind: 'message',
        headers: orNone([]),
        content: span,
        file,
        waitsFor,
        line,
        span,
      });
    }
  };
  for (const each of bodyLines(source, body)) {
    const found = mark.exec(source.slice(each.start, Math.min(each.stop, each.start + 40)));
    if (found === null) {
      stop = each.stop;
      continue;
    }
    close();
    start = stop = Math.min(each.next, body.span.end);
    line = each.line + 1;
    waitsFor = found[1] === 'server' || found[1] === 'client' ? found[1] : null;
  }
  close();
  return orNone(parts);
}
