/** Of a long body the beginning is kept: what is secret in it must not be seen in part because the rest was cut off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyRecord, maxBodyKept } from '../../../src/insight/historyRecord.ts';
import { maskCutBody } from '../../../src/insight/maskBody.ts';
import { exchange, hop } from './exchanges.ts';

const secret = 'MÄRK€R-"7"/';

/** Cut in each place where something of the secret is still there, and behind it. */
function check(lead: Buffer, whole: Buffer, expected: RegExp, charset: string): void {
  for (let length = lead.length + 1; length <= lead.length + whole.length; length++) {
    const cut = Buffer.concat([lead, whole]).subarray(0, length);
    const masked = Buffer.from(maskCutBody(cut, [secret])).toString('latin1');
    assert.match(masked, expected, `${charset}, ${length} bytes: ${masked}`);
  }
}

test('a secret across the cut is masked, wherever the cut is', () => {
  for (const spelling of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    check(Buffer.from('öxyz '), Buffer.from(spelling), /^Ã¶xyz \*\*\*$/, spelling);
});

test('a secret across the cut is masked in other charsets', () => {
  const given = 'Zugang: MÄRKR-7';
  const [lead, whole] = [given.slice(0, 8), given.slice(8)];
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const little = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const big = (text: string): Buffer => little(text).swap16();
  for (const [encode, charset] of [
    [latin, 'Latin-1'],
    [little, 'UTF-16, the low byte first'],
    [big, 'UTF-16, the high byte first'],
  ] as const) {
    for (let length = 1; length <= encode(whole).length; length++) {
      const cut = Buffer.concat([encode(`ü${lead}`), encode(whole).subarray(0, length)]);
      const masked = Buffer.from(maskCutBody(cut, [whole]));
      const stars = masked.subarray(masked.length - length).toString('latin1');
      assert.match(stars, /^\*+$/, `${charset}, ${length} bytes`);
    }
  }
});

test('where secrets overlap across the cut nothing is left of them', () => {
  const masked = (text: string): string =>
    new TextDecoder().decode(maskCutBody(Buffer.from(text), ['abcd-efgh', 'efgh-ijkl', 'h-iz']));
  assert.equal(masked('(abcd-efgh-i'), '(***');
  assert.equal(masked('(abcd-ef'), '(***');
  assert.equal(masked('(abcd-efgh efg'), '(*** ***');
  assert.equal(masked('(abcd-efgx'), '(abcd-efgx');
});

test('a member called like a secret is masked where its value is cut, and so is a field', () => {
  const cases = [
    ['{"ä": 1, "token": "MARKER \\" and more"', '{"ä": 1, "token": "***"'],
    ['{"ä": 1, "pin_code": 1, "password": -12.5', '{"ä": 1, "pin_code": 1, "password": "***"'],
    ['a=b&token=MARKER', 'a=b&token=***'],
  ] as const;
  for (const [text, expected] of cases) {
    const value = /(?<="(?:token|password)": |token=)(?=[^*])/.exec(text)?.index ?? 0;
    const bytes = Buffer.from(text);
    const from = Buffer.byteLength(text.slice(0, value));
    // Of a minus sign alone there is nothing to hide.
    for (let length = from + 2; length <= bytes.length; length++) {
      const masked = new TextDecoder().decode(maskCutBody(bytes.subarray(0, length), []));
      assert.equal(masked, expected, `${length} bytes of ${text}`);
    }
  }
});

test('half a letter at the cut does not make a text of members one of bytes', () => {
  const text = Buffer.from('{"token": "MARKER", "price": "9 €');
  for (const halves of [1, 2]) {
    const masked = maskCutBody(text.subarray(0, text.length - halves), []);
    assert.equal(new TextDecoder().decode(masked), '{"token": "***", "price": "9 ');
  }
});

test('what the history keeps of a long body is cut as safely', () => {
  for (const end of ['MARKER-known', '"token": "MARKER-member"']) {
    for (let held = 1; held <= end.length; held++) {
      const body = Buffer.from(`${' '.repeat(maxBodyKept - held)}${end} more`);
      const kept = historyRecord(exchange([hop()], { body, secrets: ['MARKER-known'] })).body;
      const text = Buffer.from(kept).toString();
      assert.doesNotMatch(text, /M(?:A|$)/, `${held} of ${end}`);
      assert.ok(kept.length <= maxBodyKept && kept.length > maxBodyKept - 30);
    }
  }
});
