/** The ways out of a problem: what to change in the file. */
import type { RequestProblem } from '../request/problems.ts';
import { directiveDocs } from './directiveDocs.ts';
import { namesOf } from './names.ts';
import { nearest } from './nearest.ts';
import {
  afterLineEnd,
  lineAround,
  lineEndOf,
  type Change,
  type HttpSource,
  type Range,
  type Text,
} from './source.ts';

export type Fix = {
  readonly title: string;
  readonly changes: readonly Change[];
  /** Whether it is what nearly everybody would do. */
  readonly isPreferred: boolean;
  /** Whether a change is a snippet with a place to type at. */
  readonly isSnippet: boolean;
};

export type Fixable = Pick<RequestProblem, 'code' | 'start' | 'end'>;

/** `variables` are the names that have a value in this file. */
export function fixesFor(
  source: HttpSource,
  problem: Fixable,
  variables: Iterable<string>,
): readonly Fix[] {
  const { text } = source;
  const line = lineAround(text, problem.start);
  const written = text.slice(problem.start, problem.end);
  switch (problem.code) {
    case 'unresolved-variable':
      return unresolved(source, problem, written, variables);
    case 'unknown-directive':
      return unknownDirective(problem, written);
    case 'header-without-colon':
      return withoutColon(problem, written);
    case 'header-without-name':
      return [removeLine(text, line, 'Remove this line')];
    case 'computed-header':
      return [removeLine(text, line, `Remove \`${written}\``)];
    case 'body-without-blank-line':
      return [insert('Insert a blank line before the body', line.start, lineEndOf(text))];
    case 'unexpected-line':
      return [insert('Start a new request here', line.start, `###${lineEndOf(text)}`)];
    case 'variable-without-value':
      return [snippet('Give it a value', line.end, ' = ${1:value}')];
    case 'comment-not-closed':
      return [insert('Close the comment', line.end, ' */')];
    case 'directive-unit':
      return units(text, line);
    case 'missing-host':
      return [hostHeader(text, line)];
    case 'unsupported-scheme':
      return scheme(problem, written);
    default:
      return [];
  }
}

function unresolved(
  { text, file }: HttpSource,
  problem: Range,
  written: string,
  variables: Iterable<string>,
): readonly Fix[] {
  const name = /^\{\{\s*%?([^{}]*?)\s*\}\}$/.exec(written)?.[1] ?? '';
  if (name === '' || /^\$|[\s=]|\.(?:response|request)\./.test(name)) return [];
  const similar = nearest(name, variables);
  const fixes: Fix[] = [];
  if (similar !== null) {
    const changes = [{ ...problem, text: `{{${similar}}}` }];
    const title = `Change to \`{{${similar}}}\``;
    fixes.push({ title, changes, isPreferred: false, isSnippet: false });
  }
  if (namesOf(file).request.has(name.replace(/[.[].*$/, ''))) return fixes;
  const { offset, isFirst } = placeForVariable(text);
  const end = lineEndOf(text);
  const title = `Define \`${name}\` in this file`;
  const line = `@${name} = \${1:value}${end}`;
  const define = snippet(title, offset, isFirst ? `${line}${end}` : line);
  return [{ ...define, isPreferred: similar === null }, ...fixes];
}

/** Below the variables at the top of the file, else above everything. */
function placeForVariable(text: Text): { readonly offset: number; readonly isFirst: boolean } {
  const head = text.slice(0, Math.min(text.length, 100_000));
  const mark = head.startsWith('\ufeff') ? 1 : 0;
  const top =
    /^(?:[ \t]*(?:#(?!##).*|\/\/.*|@.*)?(?:\r\n|\r|\n))*?((?:[ \t]*@[^\r\n]*(?:\r\n|\r|\n))+)/;
  const before = top.exec(head.slice(mark));
  if (before === null) return { offset: mark, isFirst: true };
  return { offset: mark + before[0].length, isFirst: false };
}

function unknownDirective(problem: Range, written: string): readonly Fix[] {
  const names = directiveDocs.map(({ name }) => name);
  const similar = nearest(written.replace(/^@/, ''), names);
  if (similar === null) return [];
  const changes = [{ start: problem.start, end: problem.end, text: `@${similar}` }];
  return [{ title: `Change to \`@${similar}\``, changes, isPreferred: true, isSnippet: false }];
}

function withoutColon({ start }: Range, written: string): readonly Fix[] {
  const [, name, blank] = /^([\w-]+)([ \t]*)(?=\S|$)/.exec(written) ?? [];
  if (name === undefined || (name.length < written.length && blank === '')) return [];
  return [insert(`Write \`${name}:\``, start + name.length, blank === '' ? ': ' : ':')];
}

function units(text: Text, line: Range): readonly Fix[] {
  const end = line.start + text.slice(line.start, line.end).trimEnd().length;
  return ['ms', 's'].map((unit, index) => {
    const changes = [{ start: end, end, text: ` ${unit}` }];
    const title = `Count ${index === 0 ? 'milliseconds' : 'seconds'}: add \`${unit}\``;
    return { title, changes, isPreferred: index === 0, isSnippet: false };
  });
}

function hostHeader(text: Text, line: Range): Fix {
  const next = afterLineEnd(text, line.end);
  const end = lineEndOf(text);
  const header = next === line.end ? `${end}Host: \${1:api.test}` : `Host: \${1:api.test}${end}`;
  return snippet('Add a `Host` header', next, header);
}

function scheme({ start }: Range, written: string): readonly Fix[] {
  const word = /^[a-z][a-z\d+.-]*(?=:\/\/)/i.exec(written)?.[0];
  const similar = word === undefined ? null : nearest(word, ['https', 'http']);
  if (word === undefined || similar === null) return [];
  const changes = [{ start, end: start + word.length, text: similar }];
  const title = `Change to \`${similar}://\``;
  return [{ title, changes, isPreferred: true, isSnippet: false }];
}

function removeLine(text: Text, line: Range, title: string): Fix {
  const changes = [{ start: line.start, end: afterLineEnd(text, line.end), text: '' }];
  return { title, changes, isPreferred: true, isSnippet: false };
}

function insert(title: string, at: number, text: string): Fix {
  return { title, changes: [{ start: at, end: at, text }], isPreferred: true, isSnippet: false };
}

function snippet(title: string, at: number, text: string): Fix {
  return { ...insert(title, at, text), isSnippet: true };
}
