/** How often annotations are drawn, and from when on a send has a word in between. */
import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Run } from '../../src/editor/exchanges.ts';
import { startServer } from '../support/scriptedServer.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

suite('annotations', () => {
  teardown(closeEverything);

  test('300 ends in one burst are drawn once for each editor and tone', async () => {
    const host = await api();
    const server = await startServer();
    const small = await openHttp([
      `GET ${server.origin}/ok`,
      '',
      '###',
      `GET ${server.origin}/ok?status=404`,
    ]);
    const [fine, missing] = [await send(small, 0), await send(small, 3)];
    assert.ok(fine !== null && missing !== null);
    const ends: readonly Run[] = [
      { kind: 'exchanged', exchange: fine },
      { kind: 'exchanged', exchange: missing },
      { kind: 'refused', message: 'No value' },
    ];
    const document = await openHttp(
      Array.from({ length: 300 }, () => ['###', 'GET http://a.test/']).flat(),
    );
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    await until(() => editorsOf(document).length === 2);
    const drawn = noteDrawing();
    host.requests(document).forEach((placed, index) => {
      const run = ends[index % ends.length];
      assert.ok(run);
      host.exchanges.begin(document, { placed, version: document.version }, run);
    });
    assert.equal(host.annotations(document).length, 300);
    assert.equal(drawn.of.length, 0, 'not while they end');
    await until(() => drawn.of.length >= 6);
    // One that came again would come now.
    await new Promise((resolve) => setTimeout(resolve, 300));
    drawn.end();
    assert.equal(new Set(drawn.of).size, 6, 'three tones in two editors');
    assert.equal(drawn.of.length, 6);
    await server.dispose();
  });

  test('a send is told of once it has taken 300 ms, and not before', async () => {
    const host = await api();
    const document = await openHttp(['GET http://a.test/']);
    const [placed] = host.requests(document);
    assert.ok(placed);
    const wordsAfter = (elapsedMs: number): readonly string[] => {
      const startedAtMs = performance.now() - elapsedMs;
      host.exchanges.begin(
        document,
        { placed, version: document.version },
        { kind: 'sending', startedAtMs, receivedBytes: () => 0, cancel: () => {} },
      );
      const words = host.annotations(document).map(({ annotation }) => annotation.text);
      // A machine that was busy elsewhere in between has shown nothing.
      const isLate = elapsedMs < 300 && performance.now() - startedAtMs >= 300;
      return isLate ? wordsAfter(elapsedMs) : words;
    };
    assert.deepEqual(wordsAfter(250), []);
    assert.match(wordsAfter(300).join(), /^sending… /);
  });
});

function editorsOf(document: vscode.TextDocument): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}

/** Tells of each drawing which editor and which decoration it is of, until its end; all is drawn as ever. */
function noteDrawing(): { readonly of: readonly string[]; readonly end: () => void } {
  const of: string[] = [];
  const noting = new Map<vscode.TextEditor, vscode.TextEditor>();
  const asEver = Object.getOwnPropertyDescriptor(vscode.window, 'visibleTextEditors');
  assert.ok(asEver?.get);
  const editors = (): readonly vscode.TextEditor[] =>
    (asEver.get?.() as readonly vscode.TextEditor[]).map((editor) => {
      const known = noting.get(editor);
      if (known !== undefined) return known;
      const number = noting.size;
      const own = Object.create(editor, {
        setDecorations: {
          value: (
            type: vscode.TextEditorDecorationType,
            decorations: readonly vscode.DecorationOptions[],
          ) => {
            of.push(`${String(number)} ${type.key}`);
            editor.setDecorations(type, decorations);
          },
        },
      }) as vscode.TextEditor;
      noting.set(editor, own);
      return own;
    });
  Object.defineProperty(vscode.window, 'visibleTextEditors', { configurable: true, get: editors });
  return {
    of,
    end: () => Object.defineProperty(vscode.window, 'visibleTextEditors', asEver),
  };
}
