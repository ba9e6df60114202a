import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeEverything, openHttp } from './window.ts';

type Offered = {
  readonly labels: readonly string[];
  readonly items: readonly vscode.CompletionItem[];
};

/** Of ours alone: words that VS Code finds in the text are none. */
async function offered(lines: readonly string[]): Promise<Offered> {
  const document = await openHttp(lines);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(document.getText().length),
  );
  const ours = items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
  return {
    items: ours,
    labels: ours.map(({ label }) => (typeof label === 'string' ? label : label.label)),
  };
}

async function check(lines: readonly string[], expected: readonly string[]): Promise<void> {
  const { labels } = await offered(lines);
  for (const label of expected) assert.ok(labels.includes(label), `${label} in ${String(labels)}`);
  if (expected.length === 0) assert.deepEqual(labels, []);
}

suite('completion', () => {
  teardown(closeEverything);

  test('methods and skeletons', () => check(['P'], ['POST', 'PATCH', 'post-json', 'graphql']));
  test('header names', () => check(['GET https://a.test/', 'Acc'], ['Accept', 'Accept-Encoding']));
  test('header values', () =>
    check(['GET https://a.test/', 'Content-Type: '], ['application/json', 'text/csv']));
  test('directives and their values', async () => {
    await check(['# @'], ['@timeout', '@fresh-connection', '@ref']);
    await check(['# @timeout '], ['30 s']);
  });
  test('variables, dynamic ones and requests', () =>
    check(
      ['@host = a.test', '# @name login', 'GET https://{{host}}/', '', '###', 'GET https://{{'],
      ['host', '$guid', '$timestamp', 'login'],
    ));
  test('URLs of files that are open', async () => {
    await openHttp(['GET https://used.test/items']);
    await check(['GET '], ['https://used.test/items']);
  });
  test('in a body variables alone', async () => {
    await check(['@a = 1', 'POST https://a.test/', '', '{ "a": '], []);
    await check(['@a = 1', 'POST https://a.test/', '', '{ "a": "{{'], ['a', '$guid']);
  });
  test('the value of a secret is not told', async () => {
    const { items } = await offered(['@password = hunter22', 'GET https://{{']);
    const found = items.find(({ label }) => label === 'password');
    assert.equal(found?.detail, '***');
  });
  test('what a directive does is told', async () => {
    const { items } = await offered(['# @fresh']);
    const found = items.find(({ label }) => label === '@fresh-connection');
    assert.ok(found?.documentation instanceof vscode.MarkdownString);
    assert.match(found.documentation.value, /connection/);
  });
});
