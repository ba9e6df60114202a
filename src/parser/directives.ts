/**
 * `# @name value` and `// @name value`.
 * Which names mean something is a table; the others are kept, so that a file of another client
 * loses nothing, and a name nobody knows is told apart from one that is only not ours.
 */
import { at as atSign, dash, equals, isBlank, isWord } from './characters.ts';
import { report, type Draft } from './draft.ts';
import { WrittenDirective } from './directive.ts';
import { skipBlanks, trimmedStop, type Cursor } from './lines.ts';

/** Takes the directive in a comment line whose marks end at `afterMarks`, if there is one. */
export function takeDirective(cursor: Cursor, draft: Draft, afterMarks: number): void {
  const { text } = cursor;
  const stop = trimmedStop(cursor);
  const sign = skipBlanks(text, afterMarks, stop);
  if (sign >= stop || text.charCodeAt(sign) !== atSign) return;
  let end = sign + 1;
  while (end < stop && isNamePart(text.charCodeAt(end))) end++;
  if (end === sign + 1) return;
  const after = text.charCodeAt(end);
  if (end < stop && !isBlank(after) && after !== equals) return;
  let value = skipBlanks(text, end, stop);
  if (text.charCodeAt(value) === equals && value < stop) value = skipBlanks(text, value + 1, stop);

  const name = kebabCase(text.slice(sign + 1, end));
  const { source, base, first, line } = cursor;
  draft.directives.push(
    new WrittenDirective(name, source, first - base, value - base, stop - base, line),
  );
  if (!ours.has(name) && !others.has(name) && !name.startsWith('kulala-curl--')) {
    const message = `No client knows \`@${name}\`; it is read as a comment`;
    report(cursor, draft, 'unknown-directive', 'information', message, sign, end);
  } else if (name === 'name' && value === stop) {
    const message = 'Write a name after `@name`, such as `# @name login`';
    report(cursor, draft, 'directive-value', 'warning', message, sign, end);
  }
}

/** httpYac spells `noRedirect` what the others spell `no-redirect`. */
function kebabCase(name: string): string {
  if (!/[A-Z]/.test(name)) return name;
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

function isNamePart(code: number): boolean {
  return isWord(code) || code === dash;
}

const ours = new Set([
  'name',
  'timeout',
  'connection-timeout',
  'fresh-connection',
  'no-keep-alive',
  'insecure',
  'force-region-delimiter',
  'disabled',
  'pool',
  'max-idle',
  'max-lifetime',
  'connect-to',
  'http-fallback',
  'ip-version',
  'local-address',
  'retry',
  'no-hint',
  'no-redirect',
  'no-cookie-jar',
]);

/** What REST Client, JetBrains, httpYac and Kulala read. */
const others = new Set(
  `accept debug description extension force-ref grpc-reflection import
  inject-variables jq jwt keep-streaming kulala-expect-status-code kulala-prompt
  language loop no-auto-encoding no-client-cert no-gql-parsing no-log no-proxy
  no-reject-unauthorized no-response-view no-streaming-log note open-with
  post-redirect-get prompt proxy ratelimit ref response-ref save sleep tag title
  use-os-credentials verbose`.split(/\s+/),
);
