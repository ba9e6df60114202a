import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeEverything, edit, openHttp, placeOf, problems } from './window.ts';

async function actions(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
  );
}

/** Applies the first fix of a problem. */
async function fix(lines: readonly string[], code: string): Promise<string> {
  const document = await openHttp(lines);
  const found = await problems(document, (codes) => codes.includes(code));
  const problem = found.find((each) => each.code === code);
  assert.ok(problem);
  const [first] = await actions(document, problem.range);
  assert.ok(first?.edit, `a fix for ${code}`);
  assert.equal(await vscode.workspace.applyEdit(first.edit), true);
  return document.getText();
}

suite('problems', () => {
  teardown(closeEverything);

  test('what stops nothing is told as well', async () => {
    const document = await openHttp(['GET https://a.test/', 'Keep-Alive: 5']);
    const [found] = await problems(document, (codes) => codes.includes('computed-header'));
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(document.getText(found.range), 'Keep-Alive');
  });

  test('an edit anywhere moves and changes what is told', async () => {
    const document = await openHttp(['GET https://{{a}}/', '', '###', 'GET https://{{b}}/']);
    const two = (codes: readonly string[]): boolean => codes.length === 2;
    await problems(document, two);
    await edit(document, new vscode.Range(0, 0, 0, 0), '@a = 1\n\n');
    const [left] = await problems(document, (codes) => codes.length === 1);
    assert.equal(document.getText(left?.range), '{{b}}');
    await edit(document, new vscode.Range(0, 0, 2, 0), '');
    await problems(document, two);
  });

  test('a variable without a value is defined with a click', async () => {
    const text = await fix(['GET https://{{host}}/'], 'unresolved-variable');
    assert.match(text, /^@host = .*\n\nGET https:\/\/\{\{host\}\}\/$/);
  });

  test('a header gets its colon, an unknown directive its name', async () => {
    assert.equal(
      await fix(['GET https://a.test/', 'Accept a/b'], 'header-without-colon'),
      'GET https://a.test/\nAccept: a/b',
    );
    assert.equal(
      await fix(['# @timout 5 s', 'GET https://a.test/'], 'unknown-directive'),
      '# @timeout 5 s\nGET https://a.test/',
    );
  });

  test('a header that is left out anyway is removed, a body gets its blank line', async () => {
    assert.equal(
      await fix(['GET https://a.test/', 'Keep-Alive: 5', 'A: b'], 'computed-header'),
      'GET https://a.test/\nA: b',
    );
    assert.equal(
      await fix(['POST https://a.test/', 'A: b', '{}'], 'body-without-blank-line'),
      'POST https://a.test/\nA: b\n\n{}',
    );
  });

  test('where nothing is wrong an improvement is offered', async () => {
    const document = await openHttp(['POST https://a.test/', '', '{ "a": 1 }']);
    const place = placeOf(document, '"a"');
    const all = await actions(document, new vscode.Range(place, place));
    const found = all.find(({ title }) => title.includes('Content-Type'));
    assert.equal(found?.kind?.value, vscode.CodeActionKind.RefactorRewrite.value);
  });
});
