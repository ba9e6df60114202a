/** Plants imports in every room, and asks ESLint, with the repository's own rules, what it says. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

import { everyRoom } from '../../../scripts/lint/rooms.ts';

const root = join(import.meta.dirname, '../../..');
const eslint = new ESLint({
  cwd: root,
  // The planted files do not exist: the rules that need their types are left out.
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});
const importRules = ['@typescript-eslint/no-restricted-imports', 'no-restricted-syntax'];

type Form = 'value' | 'type' | 'late';

function planted(form: Form, specifier: string): string {
  if (form === 'value') return `export { x } from '${specifier}';\n`;
  if (form === 'type') return `export type { x } from '${specifier}';\n`;
  return `export const x = () => import('${specifier}');\n`;
}

async function isRefused(file: string, form: Form, specifier: string): Promise<boolean> {
  const filePath = join(root, 'src', file);
  const [result] = await eslint.lintText(planted(form, specifier), { filePath });
  assert.ok(result !== undefined, `ESLint looks at ${file}`);
  assert.equal(result.fatalErrorCount, 0, JSON.stringify(result.messages));
  return result.messages.some(({ ruleId }) => ruleId !== null && importRules.includes(ruleId));
}

function check(file: string, specifier: string, refused: readonly Form[]): void {
  for (const form of ['value', 'type', 'late'] as const) {
    const expected = refused.includes(form);
    const verb = expected ? 'must not' : 'may';
    test(`${file} ${verb} import ${specifier} (${form})`, async () => {
      assert.equal(await isRefused(file, form, specifier), expected);
    });
  }
}

const none: readonly Form[] = [];
const values: readonly Form[] = ['value', 'late'];
const all: readonly Form[] = ['value', 'type', 'late'];

/** Room, then the specifiers that are free, known by their types only, and out of reach. */
const table: Readonly<Record<string, Readonly<Record<'free' | 'types' | 'never', string>>>> = {
  'parser/x.ts': {
    free: './lines.ts',
    types: '',
    never: '../request/scope.ts ../pool/reasons.ts node:path vscode undici fast-check ../cli.ts',
  },
  'request/x.ts': {
    free: './scope.ts fast-check',
    types: '../parser/httpFile.ts',
    never: '../client/exchange.ts ../insight/mask.ts ../pool/want.ts node:fs vscode undici',
  },
  'language/x.ts': {
    free: '../parser/parse.ts ../request/references.ts ../insight/markdown.ts',
    types: '',
    never: '../client/exchange.ts ../pool/want.ts ../editor/output.ts node:fs vscode undici',
  },
  'pool/x.ts': {
    free: './reasons.ts',
    types: '',
    never: '../request/resolvedRequest.ts ../transport/connection.ts node:net vscode undici',
  },
  'transport/x.ts': {
    free: './http1.ts node:net node:tls node:dns/promises',
    types: '',
    never: '../pool/want.ts ../client/exchange.ts ../editor/output.ts vscode net',
  },
  'client/x.ts': {
    free: '../request/resolvedRequest.ts ../pool/want.ts ../transport/connection.ts node:zlib node:crypto',
    types: '',
    never:
      '../parser/parse.ts ../insight/mask.ts ../run/run.ts ../cli/main.ts node:net node:fs undici vscode',
  },
  'run/x.ts': {
    free: '../request/resolvedRequest.ts ../client/client.ts',
    types: '',
    never: '../pool/want.ts ../transport/connection.ts ../insight/mask.ts node:http vscode undici',
  },
  'insight/x.ts': {
    free: '../client/exchange.ts ../pool/reasons.ts ../request/phases.ts ./mask.ts',
    types:
      '../client/trace.ts ../pool/snapshot.ts ../parser/httpFile.ts ../request/resolvedRequest.ts',
    never: '../transport/connection.ts ../editor/output.ts ../cli/main.ts node:path vscode undici',
  },
  'editor/x.ts': {
    free: 'vscode ../client/client.ts ../parser/parse.ts ../insight/mask.ts node:path',
    types: '',
    never:
      '../cli/main.ts ../extension.ts node:http node:net undici undici/lib/dispatcher/client.js',
  },
  'cli/x.ts': {
    free: '../run/run.ts ../client/client.ts ../insight/mask.ts node:fs/promises',
    types: '',
    never: '../editor/output.ts ../cli.ts vscode node:https undici',
  },
  'extension.ts': {
    free: 'vscode ./editor/output.ts ./client/client.ts',
    types: '',
    never: './cli/main.ts undici node:net',
  },
  'cli.ts': {
    free: './cli/main.ts ./client/client.ts',
    types: '',
    never: './editor/output.ts vscode undici',
  },
};

suite('rooms', () => {
  test('every folder of src has its row, and every row its folder', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true });
    const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    assert.deepEqual(names.toSorted(), everyRoom.toSorted());
  });
  for (const [file, { free, types, never }] of Object.entries(table)) {
    for (const specifier of words(free)) check(file, specifier, none);
    for (const specifier of words(types)) check(file, specifier, values);
    for (const specifier of words(never)) check(file, specifier, all);
  }
  // undici is known at once by its types, and loaded at the first send.
  check('transport/x.ts', 'undici', ['value']);
});

suite('house rules', () => {
  const checkRule = (rule: string, code: string): void => {
    test(`${rule} refuses: ${code}`, async () => {
      const filePath = join(root, 'src/client/x.ts');
      const [result] = await eslint.lintText(code, { filePath });
      assert.deepEqual(
        result?.messages.map(({ ruleId }) => ruleId),
        [rule],
      );
    });
  };
  checkRule('no-restricted-exports', 'const x = 1;\nexport default x;\n');
  checkRule('@typescript-eslint/no-explicit-any', 'export type X = any;\n');
  checkRule('no-restricted-globals', "export const x = fetch('http://127.0.0.1');\n");
  checkRule('max-lines', 'export {};\n'.repeat(301));
});

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

test('a sentence of the editor that VS Code could not translate is refused', async () => {
  const filePath = join(root, 'src/editor/planted.ts');
  for (const [code, isRefused] of [
    ["window.showErrorMessage('Nothing was sent');", true],
    ['window.showWarningMessage(`Nothing was sent to ${host}`);', true],
    ["export const options = { placeHolder: 'Which one' };", true],
    ["window.showErrorMessage(l10n.t('Nothing was sent'));", false],
    ['export const lens = { title: `$(play) ${title}` };', false],
  ] as const) {
    const [result] = await eslint.lintText(`${code}\n`, { filePath });
    const found = result?.messages.some(({ message }) => message.includes('vscode.l10n.t'));
    assert.equal(found, isRefused, code);
  }
});
