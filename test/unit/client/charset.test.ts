import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCharset, textOf } from '../../../src/client/charset.ts';

function check(
  name: string,
  bytes: Uint8Array,
  contentType: string,
  expected: readonly [text: string, charset: string, problem: string | null],
): void {
  test(name, async () => {
    await loadCharset(bytes, contentType);
    const { text, charset, problem } = textOf(bytes, contentType);
    assert.deepEqual([text, charset, problem?.code ?? null], expected);
  });
}

const latin1 = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
const utf8 = Buffer.from('café');

check('by the header', latin1, 'text/plain; Charset="ISO-8859-1"', ['café', 'windows-1252', null]);
check('UTF-8 without a word', utf8, 'text/plain', ['café', 'utf-8', null]);
check('no UTF-8, and no word', latin1, '', ['café', 'windows-1252', 'not-utf-8']);
check('a wrong charset', latin1, 'text/plain; charset=utf-8', [
  'caf\ufffd',
  'utf-8',
  'invalid-bytes',
]);
check('one nobody knows', utf8, 'text/plain; charset=klingon', [
  'café',
  'utf-8',
  'unknown-charset',
]);
check('one only a library knows', Buffer.from([0x82]), 'text/plain; charset=cp437', [
  'é',
  'cp437',
  null,
]);
check('Shift_JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'text/plain;charset=shift_jis', [
  '日本',
  'shift_jis',
  null,
]);
check(
  'a mark wins over the header',
  Buffer.from('\ufeffa', 'utf16le'),
  'text/plain; charset=utf-8',
  ['a', 'utf-16le', null],
);
const meta = Buffer.concat([
  Buffer.from('<head><meta charset="windows-1251">'),
  Buffer.from([0xc4]),
]);
check('what HTML says of itself', meta, 'text/html', [
  '<head><meta charset="windows-1251">Д',
  'windows-1251',
  null,
]);
const xml = Buffer.concat([
  Buffer.from('<?xml version="1.0" encoding="iso-8859-2"?>'),
  Buffer.from([0xb1]),
]);
check('what XML says of itself', xml, 'application/xml', [
  '<?xml version="1.0" encoding="iso-8859-2"?>ą',
  'iso-8859-2',
  null,
]);
check('HTML in a text is a text', meta, 'text/plain', [
  '<head><meta charset="windows-1251">Ä',
  'windows-1252',
  'not-utf-8',
]);
