import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prettyXmlSteps } from '../../../src/insight/prettyXml.ts';
import { atOnce } from '../../../src/request/steps.ts';

test('each element gets a line, and what holds text stays as it came', () => {
  assert.equal(
    prettyXml('<?xml version="1.0"?><a x="1>2"><b/><c>text</c><d><e></e></d><!-- note --></a>'),
    '<?xml version="1.0"?>\n<a x="1>2">\n  <b/>\n  <c>text</c>\n  <d>\n    <e></e>\n  </d>\n  <!-- note -->\n</a>',
  );
  const mixed = '<p>One <b>two</b>  three<i><u/></i></p>';
  assert.equal(prettyXml(mixed), mixed);
  assert.equal(prettyXml(`<a>${mixed}</a>`), `<a>\n  ${mixed}\n</a>`);
  assert.equal(prettyXml('<a><![CDATA[ <x> ]]></a>'), '<a><![CDATA[ <x> ]]></a>');
  const pretty = '<a>\n  <b>\n    <c/>\n  </b>\n</a>';
  assert.equal(prettyXml('<a><b><c/></b></a>'), pretty);
  assert.equal(prettyXml(pretty), pretty);
});

test('what does not match is left alone', () => {
  for (const text of ['', 'text', '<a>', '<a></b>', '</a>', '<a x="', '<!-- x', '<a/>x', '<a<b>']) {
    assert.equal(prettyXml(text), null, text);
  }
  assert.equal(prettyXml('<!DOCTYPE a [<!ENTITY x "y">]><a/>'), null);
});

test('a deep nest and a long text end in time', () => {
  const deep = '<a>'.repeat(20_000) + '</a>'.repeat(20_000);
  assert.ok((prettyXml(deep)?.length ?? Infinity) < 10_000_000);
  const long = `<a>${'x'.repeat(10_000_000)}</a>`;
  assert.equal(prettyXml(long), long);
});

test('it stops where the indented text would be longer than it may', () => {
  const text = `<a>${'<b/>'.repeat(1000)}</a>`;
  const kind = (maxUnits: number): string => atOnce(prettyXmlSteps(text, maxUnits)).kind;
  // Each line with its end; lines that are joined again count once.
  const units = '<a>\n'.length + 1000 * '  <b/>\n'.length + '</a>\n'.length;
  assert.equal(kind(units), 'indented');
  assert.equal(kind(units - 1), 'too long');
  const mixed = `<a>${'<b>x</b>'.repeat(1000)}x</a>`;
  const pretty = atOnce(prettyXmlSteps(mixed, 100_000));
  assert.deepEqual(pretty, { kind: 'indented', text: mixed });
});

function prettyXml(text: string): string | null {
  const pretty = atOnce(prettyXmlSteps(text, Infinity));
  return pretty.kind === 'indented' ? pretty.text : null;
}
