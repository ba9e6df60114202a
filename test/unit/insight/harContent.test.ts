import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyInMemory } from '../../../src/client/exchange.ts';
import { harContent } from '../../../src/insight/harContent.ts';
import { exchange, hop } from './exchanges.ts';

const secret = 's3cret-value';

/** What a HAR has of the body of an answer of that type. */
function check(what: string, contentType: string, body: Uint8Array, expected: object): void {
  test(what, () => {
    const headers = [['Content-Type', contentType]] as const;
    const { hops } = exchange([hop({ response: head(headers) })]);
    const [last] = hops;
    assert.ok(last);
    const given = harContent(last, { body: bodyInMemory(body), bodyFile: null }, [secret]);
    assert.deepEqual(given, { size: body.length, mimeType: contentType, ...expected });
  });
}

const text = `{"a":"é","b":"${secret}"}`;
const masked = { text: '{"a":"é","b":"***"}' };
check('UTF-8 is text', 'application/json', Buffer.from(text), masked);
check(
  'UTF-16 with its mark is text, and masked',
  'application/json',
  Buffer.from(`\ufeff${text}`, 'utf16le'),
  masked,
);
check(
  'HTML is text in the charset it names',
  'text/html',
  Buffer.from('<meta charset=latin1>é', 'latin1'),
  {
    text: '<meta charset=latin1>é',
  },
);
check('what is no text is base64', 'text/plain', Uint8Array.of(0xff, 0xfe, 0xfd), {
  text: '//79',
  encoding: 'base64',
});
check('so is what its type says is none', 'image/png', Buffer.from('PNG'), {
  text: 'UE5H',
  encoding: 'base64',
});

test("one that can't be read any more is left out, and so is where it was", () => {
  const { hops } = exchange([hop({ response: head([['Content-Type', 'text/plain']]) })]);
  const [last] = hops;
  assert.ok(last);
  const bytes = (): Uint8Array => {
    throw new Error('put into /home/someone/body');
  };
  assert.deepEqual(harContent(last, { body: { length: 5000, bytes }, bodyFile: null }, []), {
    size: 5000,
    mimeType: 'text/plain',
    comment: "The body of 5.0 kB is left out: it was put into a file that can't be read any more",
  });
});

function head(headers: readonly (readonly [string, string])[]) {
  return { status: 200, statusText: 'OK', httpVersion: '1.1', headers };
}
