/** The options of a `curl` command, one after the other. */
import {
  addHeader,
  note,
  type CurlCommand,
  type CurlContext,
  type CurlData,
} from './curlCommand.ts';
import { formField } from './curlForm.ts';
import { longOption, shortOption, type CurlOption } from './curlOptions.ts';
import { impliedDirective } from './directive.ts';
import { excerpt } from './draft.ts';
import type { Token } from './httpFile.ts';
import { span } from './lines.ts';
import type { ShellWord } from './shellWords.ts';
import { Reworded } from './token.ts';

export function readArguments(
  words: readonly ShellWord[],
  command: CurlCommand,
  context: CurlContext,
): void {
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const { text } = word;
    if (text === '-' || !text.startsWith('-')) {
      command.target ??= tokenOf(context, word, text);
      continue;
    }
    for (const { option, rest } of optionsIn(text)) {
      if (option === null) {
        const message = `\`${excerpt(text)}\` is no option of \`curl\` that is known here: remove it`;
        note(command, context, 'unknown-curl-option', message, word.start, word.end);
      } else if (!option.hasValue || rest !== '') {
        apply(option, tokenOf(context, word, rest), command, context);
      } else {
        const value = words[++index] ?? word;
        apply(option, tokenOf(context, value, value === word ? '' : value.text), command, context);
      }
    }
  }
  const { user } = command;
  if (user === null) return;
  const scheme = command.isDigest ? 'Digest' : 'Basic';
  const credentials = command.isDigest ? user.text.replace(':', ' ') : user.text;
  addHeader(command, user, `Authorization: ${scheme} ${credentials}`);
}

type Found = { readonly option: CurlOption | null; readonly rest: string };

/** `--long`, or `-sSLXPOST`: letters up to one that takes a value, which is what follows it. */
function optionsIn(text: string): readonly Found[] {
  if (text.startsWith('--')) return [{ option: longOption(text), rest: '' }];
  const found: Found[] = [];
  for (let at = 1; at < text.length; at++) {
    const option = shortOption(text.charAt(at));
    const rest = option?.hasValue === true ? text.slice(at + 1) : '';
    found.push({ option, rest });
    if (option?.hasValue !== false) break;
  }
  return found;
}

function apply(option: CurlOption, value: Token, command: CurlCommand, context: CurlContext): void {
  const { meaning } = option;
  const { text } = value;
  const setDirective = (name: string, to: string): void => {
    const line = command.lineAt(value.start);
    context.draft.directives.push(impliedDirective(name, to, value.span, line));
  };
  switch (meaning) {
    case 'request':
      command.method = value;
      return;
    case 'head':
      command.method ??= new Reworded('HEAD', value.span);
      return;
    case 'get':
      command.isGet = true;
      return;
    case 'url':
      command.target = value;
      return;
    case 'header':
      addHeader(command, value, text);
      return;
    case 'user':
      command.user = value;
      return;
    case 'digest':
      command.isDigest = true;
      return;
    case 'bearer':
      addHeader(command, value, `Authorization: Bearer ${text}`);
      return;
    case 'user-agent':
      addHeader(command, value, `User-Agent: ${text}`);
      return;
    case 'referer':
      addHeader(command, value, `Referer: ${text}`);
      return;
    case 'cookie':
      if (text.includes('=')) addHeader(command, value, `Cookie: ${text}`);
      else refuseFile(option, value, command, context);
      return;
    case 'data-urlencode':
      if (/^[^=]*@/.test(text)) refuseFile(option, value, command, context);
      else command.data.push({ kind: 'text', text: encodeData(text), place: value });
      return;
    case 'data-raw':
      command.data.push({ kind: 'text', text, place: value });
      return;
    case 'data':
      command.data.push(dataOf(value));
      return;
    case 'json':
      command.data.push(dataOf(value));
      addHeader(command, value, 'Content-Type: application/json');
      addHeader(command, value, 'Accept: application/json');
      return;
    case 'form':
    case 'form-string':
      command.fields.push(formField(value, meaning === 'form'));
      return;
    case 'upload':
      command.isUpload = true;
      command.data.push({ kind: 'file', text, place: value });
      return;
    case 'unix-socket':
      command.socket = value;
      return;
    case 'connect-to':
      setDirective('connect-to', text.replace(/^(?:\[[^\]]*\]|[^:]*):\d*:/, ''));
      return;
    case 'resolve': {
      const [, port = '', address = ''] = /^(?:\[[^\]]*\]|[^:]*):(\d+):([^,]+)/.exec(text) ?? [];
      setDirective('connect-to', `${address}:${port}`);
      return;
    }
    case 'ip-version-4':
    case 'ip-version-6':
      setDirective('ip-version', meaning.slice(-1));
      return;
    case 'ignored':
      return;
    default:
      if (meaning === 'http/3-or-less') {
        command.httpVersion = new Reworded('3', value.span);
        setDirective('http-fallback', '');
      } else if (meaning.startsWith('http/')) {
        command.httpVersion = new Reworded(meaning.slice(5), value.span);
      } else setDirective(meaning, text);
  }
}

/** `@path` stands for a file. */
function dataOf(value: Token): CurlData {
  const { text } = value;
  return text.startsWith('@')
    ? { kind: 'file', text: text.slice(1), place: value }
    : { kind: 'text', text, place: value };
}

function refuseFile(
  option: CurlOption,
  value: Token,
  command: CurlCommand,
  context: CurlContext,
): void {
  const message = `A file for \`${option.written}\` can't be read in a \`curl\` command: write its content here`;
  const { base } = context.cursor;
  note(command, context, 'unknown-curl-option', message, value.start + base, value.end + base);
}

/** `name=content`, the content percent-encoded but for references, which are not known yet. */
function encodeData(text: string): string {
  const equals = text.indexOf('=');
  const name = equals <= 0 ? '' : text.slice(0, equals + 1);
  const pieces = text.slice(equals + 1).split(/(\{\{[^{}\n]+\}\})/);
  const encode = (piece: string): string => encodeURIComponent(piece.toWellFormed());
  return name + pieces.map((piece, index) => (index % 2 === 1 ? piece : encode(piece))).join('');
}

function tokenOf(context: CurlContext, word: ShellWord, text: string): Token {
  return new Reworded(text, span(context.cursor, word.start, word.end));
}
