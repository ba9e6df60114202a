/** What may be written at a place. */
import { methodNames } from './methodNames.ts';
import { headerDoc, headerNames, headerValues } from './headerDocs.ts';
import { directiveDoc, directiveDocs } from './directiveDocs.ts';
import { mimeTypes } from './mimeTypes.ts';
import { namesOf } from './names.ts';
import { snippets } from './snippets.ts';
import { spotAt, type Spot } from './spot.ts';
import type { HttpSource, Range } from './source.ts';

export type Completion = {
  readonly kind:
    'word' | 'name' | 'value' | 'variable' | 'function' | 'snippet' | 'url' | 'request';
  readonly label: string;
  /** What is put in, in VS Code's snippet syntax if `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** In one line, beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** What is replaced. */
  readonly range: Range;
  /** Whether what is put in asks for another completion. */
  readonly goesOn: boolean;
};

/** What the file does not know itself. */
export type Known = {
  /** Variables that have a value here, with the words for where it comes from. */
  variables(): readonly Offer[];
  /** Such as `$guid`. */
  dynamic(): readonly Offer[];
  /** That other requests are sent to. */
  urls(): readonly string[];
};

type Offer = { readonly name: string; readonly detail: string };

/** What is offered, and whether more may fit once more is written. */
export type Offered = {
  readonly completions: readonly Completion[];
  readonly isIncomplete: boolean;
};

/** Nobody reads more, and a file may name very many requests. */
const maxOffered = 1000;

export function completionsAt(source: HttpSource, offset: number, known: Known): Offered {
  const spot = spotAt(source, offset);
  if (spot === null) return { completions: [], isIncomplete: false };
  const { range } = spot;
  const written = source.text.slice(range.start, Math.min(range.end, offset));
  const all = offers(source, spot, known, written);
  const isLong = all.length > maxOffered;
  const fits = written.toLowerCase();
  const fitting = isLong
    ? all.filter(({ label }) => label.toLowerCase().includes(fits)).slice(0, maxOffered)
    : all;
  const isIncomplete = isLong || endsAnywhere(spot);
  // What stands there already replaces nothing of what follows.
  const own = { start: range.start, end: offset };
  const completions = fitting.map((each) => ({
    ...each,
    range: each.insert === written ? own : range,
  }));
  return { completions, isIncomplete };
}

type Words = Omit<Completion, 'range'>;

function offers(source: HttpSource, spot: Spot, known: Known, written: string): readonly Words[] {
  switch (spot.kind) {
    case 'reference':
      return references(source, known).map((each) => (spot.isClosed ? each : closed(each)));
    case 'directive-name':
      return directiveDocs.map(directive);
    case 'directive-value':
      return directiveValues(source, spot.name, written);
    case 'request-start':
      return [...methodNames.map(method), ...snippets.map(snippet)];
    case 'url':
      return urls(known, written).map((url) => word('url', url, ''));
    case 'http-version':
      return ['HTTP/1.1', 'HTTP/2'].map((version) => word('value', version, ''));
    case 'header-name':
      return headerNames.map((name) => header(name, spot.hasColon));
    case 'header-value':
      return values(spot.name);
    case 'request-name':
      return requestNames(source);
  }
}

function word(kind: Words['kind'], label: string, detail: string): Words {
  const rest = { isSnippet: false, documentation: '', goesOn: false };
  return { kind, label, insert: label, detail, ...rest };
}

function method(name: string): Words {
  return { ...word('word', name, ''), insert: `${name} `, goesOn: true };
}

function snippet({ label, what, lines }: (typeof snippets)[number]): Words {
  const insert = lines.join('\n');
  const documentation = `\`\`\`http\n${plain(insert)}\n\`\`\``;
  return { ...word('snippet', label, what), insert, isSnippet: true, documentation };
}

/** A snippet as it will look. */
function plain(text: string): string {
  return text
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/(?<!\\)\$\d/g, '')
    .replace(/\\([$}])/g, '$1');
}

function directive({ name, takes, text, values: choices }: (typeof directiveDocs)[number]): Words {
  const label = `@${name}`;
  const base = { ...word('word', label, takes ?? ''), documentation: text };
  if (takes === null) return base;
  if (choices !== undefined || name === 'ref' || name === 'force-ref') {
    return { ...base, insert: `${label} `, goesOn: true };
  }
  return { ...base, insert: `${label} \${1:${takes}}`, isSnippet: true };
}

function directiveValues(source: HttpSource, name: string, written: string): readonly Words[] {
  if (name === 'ref' || name === 'force-ref') return requestNames(source);
  const values = directiveDoc(name)?.values ?? [];
  const own = takesNumber(name) && /^\d/.test(written);
  return (own ? withOwn(values, written) : values).map((value) => word('value', value, ''));
}

/** Its first letters are no URL yet, and are there to be completed. */
function urls(known: Known, written: string): readonly string[] {
  const isUrl = /^(?:https?:\/\/|\{\{)\S/.test(written);
  return isUrl ? withOwn(known.urls(), written) : known.urls();
}

/** A number and a URL may end at each character, and not only where one that is known ends. */
function endsAnywhere(spot: Spot): boolean {
  return spot.kind === 'url' || (spot.kind === 'directive-value' && takesNumber(spot.name));
}

/** What is written is offered as it stands, or Enter would make `500 ms` of a 5. */
function withOwn(values: readonly string[], written: string): readonly string[] {
  if (written === '') return values;
  return [written, ...values.filter((value) => value !== written)];
}

function takesNumber(name: string): boolean {
  return directiveDoc(name)?.values?.some((value) => /^\d/.test(value)) === true;
}

function header(name: string, hasColon: boolean): Words {
  const base = { ...word('name', name, ''), documentation: headerDoc(name) ?? '' };
  return hasColon ? base : { ...base, insert: `${name}: `, goesOn: headerValues(name).length > 0 };
}

function values(name: string): readonly Words[] {
  const what = new Map(mimeTypes.map((each) => [each.type, each.what]));
  return headerValues(name).map((value) => word('value', value, what.get(value) ?? ''));
}

function requestNames({ file }: HttpSource): readonly Words[] {
  return [...namesOf(file).request].map(([name, [first]]) =>
    word('request', name, first?.text ?? ''),
  );
}

/** Where one types the braces oneself; the cursor stays before them while there is more to choose. */
function closed(words: Words): Words {
  return { ...words, insert: `${words.insert}${words.isSnippet ? '$0' : ''}}}` };
}

function references(source: HttpSource, known: Known): readonly Words[] {
  const requests = [...namesOf(source.file).request].filter(([name]) => /^[\w-]+$/.test(name));
  return [
    ...known.variables().map(({ name, detail }) => word('variable', name, detail)),
    ...requests.map(([name, [first]]): Words => {
      const insert = `${name}.response.\${1|body.\\$.,headers.|}`;
      return { ...word('request', name, first?.text ?? ''), insert, isSnippet: true };
    }),
    ...known.dynamic().map(({ name, detail }) => word('function', name, detail)),
  ];
}
