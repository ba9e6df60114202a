import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewPage, isPreviewable, type Preview } from '../../../src/insight/previewPage.ts';

const base: Omit<Preview, 'content'> = {
  essence: 'text/html',
  title: 'a <b> "c"',
  lines: ['<script>1</script>'],
  links: [['Show', 'command:x?"']],
  nonce: 'N0',
};

test('nothing of the server stands in the page as markup', () => {
  const hostile = `</iframe><script>alert(1)</script>"><img src=x onerror=alert(1)>`;
  const page = previewPage({ ...base, content: { html: hostile } });
  assert.doesNotMatch(page, /<script|onerror=alert\(1\)>|<b>/);
  assert.equal(page.match(/<iframe/g)?.length, 1);
  assert.match(page, /<iframe sandbox="" /);
  assert.match(page, /default-src &#39;none&#39;; img-src data:; style-src &#39;nonce-N0&#39;/);
});

test('a picture is a picture, an SVG too', () => {
  const page = previewPage({ ...base, essence: 'image/svg+xml', content: { base64: 'PHN2Zy8+' } });
  assert.match(page, /<img alt="[^"]*" src="data:image\/svg\+xml;base64,PHN2Zy8\+">/);
  assert.doesNotMatch(page, /<svg|<iframe/);
});

test('only pictures and pages are previewed', () => {
  for (const essence of ['image/png', 'image/svg+xml', 'text/html']) {
    assert.equal(isPreviewable(essence), true, essence);
  }
  for (const essence of ['text/plain', 'image/x"onload', 'application/pdf', '']) {
    assert.equal(isPreviewable(essence), false, essence);
  }
});
