import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../../src/parser/parse.ts';
import { parsedFileJson } from '../../../src/parser/parsedFileJson.ts';
import { anyText, runs } from './anyText.ts';
import { checkTree } from './checkTree.ts';
import { plain } from './plainTree.ts';

test('any text gives a tree whose blocks and spans fit it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const file = parse(text);
      checkTree(file, text);
      const lines = text.split(/\r\n|\r|\n/);
      for (const { line, column, code, message } of parsedFileJson(file, text).problems) {
        const onLine = lines[line - 1];
        assert.ok(onLine !== undefined && column >= 1 && column <= onLine.length + 1, code);
        assert.match(code, /^[a-z-]+$/);
        // A sentence: it starts like one, says something, and ends without a dot.
        assert.match(message, /^[A-Z`].*[^.\s].*[^.\s]$/s);
      }
    }),
    runs,
  );
});

test('what stands before a separator and what follows it are read apart', () => {
  fc.assert(
    fc.property(anyText, anyText, (before, after) => {
      const both = `${before}\n###\n${after}`;
      fc.pre(!isBinary(both) && !isBinary(before) && !isBinary(after));
      const apart = [...blocks(`${before}\n`), ...blocks(`###\n${after}`)];
      assert.deepEqual(plain(blocks(both)), plain(apart));
    }),
    runs,
  );
});

test('a line end more after the last one changes no request', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      fc.pre(!isBinary(text) && !text.includes('{%') && !text.includes('curl'));
      const requests = (of: string): unknown =>
        blocks(of).map(({ request }) => plain(request?.body ?? request?.target.text ?? null));
      assert.deepEqual(requests(`${text}\n\n\n`), requests(`${text}\n\n`));
    }),
    runs,
  );
});

function blocks(text: string): readonly ReturnType<typeof parse>['blocks'][number]['block'][] {
  return parse(text).blocks.map(({ block }) => block);
}

function isBinary(text: string): boolean {
  return parse(text).blocks.some(({ block }) => block.problems[0]?.code === 'binary-file');
}
