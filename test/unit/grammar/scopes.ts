/** Runs the grammar as VS Code does: its own engine, its own regular expressions. */
import { readFileSync } from 'node:fs';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';

const root = new URL('../../../', import.meta.url);

/** Stand-ins for VS Code's own grammars: brackets and strings that reach over lines, as theirs do. */
const embedded: Readonly<Record<string, object>> = {
  'source.json': { patterns: [bracketed('json'), { begin: '"', end: '"', name: 'string.json' }] },
  'source.js': { patterns: [bracketed('js')] },
  'source.graphql': { patterns: [bracketed('graphql')] },
  'source.shell': { patterns: [{ match: '-[a-zA-Z]+', name: 'option.shell' }] },
  'text.xml': { patterns: [{ match: '<[^>]*>', name: 'tag.xml' }] },
  'text.html.markdown': { patterns: [{ match: '^#.*', name: 'markup.heading.markdown' }] },
};

function bracketed(language: string): object {
  const patterns = [{ include: '$self' }];
  return { begin: '\\{', end: '\\}', name: `meta.braces.${language}`, patterns };
}

/** Our own grammars, by scope name. */
const own: Readonly<Record<string, string>> = {
  'source.http': 'syntaxes/http.tmLanguage.json',
  'markdown.http.codeblock': 'syntaxes/markdown.http.tmLanguage.json',
};

export async function loadGrammar(outermost = 'source.http'): Promise<IGrammar> {
  const wasm = new URL('node_modules/vscode-oniguruma/release/onig.wasm', root);
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scopeName) => Promise.resolve(rawGrammar(scopeName)),
    getInjections: (scopeName) =>
      scopeName === 'text.html.markdown' ? ['markdown.http.codeblock'] : [],
  });
  const grammar = await registry.loadGrammar(outermost);
  if (grammar === null) throw new Error(`${outermost} does not load`);
  return grammar;
}

function rawGrammar(scopeName: string): IRawGrammar | null {
  const file = own[scopeName];
  if (file !== undefined) {
    const path = new URL(file, root);
    return textmate.parseRawGrammar(readFileSync(path, 'utf8'), path.pathname);
  }
  const stand = embedded[scopeName];
  return stand === undefined ? null : ({ scopeName, repository: {}, ...stand } as IRawGrammar);
}

/** Every piece of a text that is no blank, with its scopes but the outermost. */
export function scopesOf(grammar: IGrammar, text: string): readonly (readonly [string, string])[] {
  const pieces: (readonly [string, string])[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const piece = line.slice(startIndex, endIndex).trim();
      if (piece !== '') pieces.push([piece, scopes.slice(1).join(' ')]);
    }
  }
  return pieces;
}
