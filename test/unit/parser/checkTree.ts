/** What holds for every tree, whatever the text. */
import assert from 'node:assert/strict';
import type { HttpFile, Span } from '../../../src/parser/httpFile.ts';
import { Header } from '../../../src/parser/header.ts';
import { Reworded, RewordedText, Token } from '../../../src/parser/token.ts';
import { requestAtLine } from '../../../src/parser/requests.ts';

/** Blocks cover the text end to end, lines are counted right, every span lies in its block. */
export function checkTree(file: HttpFile, text: string): void {
  let offset = 0;
  for (const placed of file.blocks) {
    const { block } = placed;
    const blockText = text.slice(offset, offset + block.length);
    assert.equal(placed.offset, offset);
    assert.equal(placed.line, lineEnds(text.slice(0, offset)));
    assert.equal(block.lineEnds, lineEnds(blockText));
    checkNodes(block, blockText);
    if (block.request !== null) {
      const line = placed.line + block.request.line;
      assert.equal(requestAtLine(file, line)?.request, block.request);
      assert.ok(block.request.line <= block.request.endLine);
      assert.equal(block.request.line, lineEnds(blockText.slice(0, block.request.span.start)));
      assert.equal(block.request.endLine, lineEnds(blockText.slice(0, block.request.span.end)));
    }
    offset += block.length;
  }
  assert.equal(offset, text.length);
}

/** Walks everything under a node: whatever has a span has one inside the block. */
function checkNodes(node: unknown, blockText: string): void {
  if (typeof node !== 'object' || node === null) return;
  if ('span' in node) checkSpan(node.span as Span, blockText);
  if ('start' in node) checkSpan(node as Span, blockText);
  if (node instanceof Token && !(node instanceof Reworded || node instanceof RewordedText)) {
    assert.equal(node.text, blockText.slice(node.start, node.end));
  }
  if (node instanceof Header)
    [node.name, node.value].forEach((token) => checkNodes(token, blockText));
  for (const child of Object.values(node)) checkNodes(child, blockText);
}

function checkSpan({ start, end }: Span, blockText: string): void {
  assert.ok(Number.isInteger(start) && Number.isInteger(end));
  assert.ok(0 <= start && start <= end && end <= blockText.length, `${start}–${end}`);
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
