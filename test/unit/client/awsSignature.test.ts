/**
 * Signatures of the AWS Signature Version 4 test suite (`aws-sig-v4-test-suite`),
 * with its credentials, its date, `us-east-1` and `service`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsSigned } from '../../../src/client/awsSignature.ts';
import type { HeaderField } from '../../../src/request/resolvedRequest.ts';
import { requestTo } from '../../support/requestTo.ts';

const signing = {
  kind: 'aws',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
  region: 'us-east-1',
  service: 'service',
} as const;

function check(
  name: string,
  method: string,
  path: string,
  headers: readonly HeaderField[],
  expected: string,
): void {
  test(name, async () => {
    const date: HeaderField = ['X-Amz-Date', '20150830T123600Z'];
    const request = requestTo(`http://example.amazonaws.com${path}`, {
      method,
      path,
      headers: [...headers, date],
    });
    const signed = await awsSigned(request, signing);
    const value = signed.find(([field]) => field === 'Authorization')?.[1] ?? '';
    assert.match(value, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\//);
    assert.equal(/Signature=(\w+)/.exec(value)?.[1], expected);
    assert.deepEqual(signed.slice(0, -1), request.headers);
  });
}

check(
  'get-vanilla',
  'GET',
  '/',
  [],
  '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
);
check(
  'post-vanilla',
  'POST',
  '/',
  [],
  '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
);
check(
  'get-vanilla-query-order-key-case',
  'GET',
  '/?Param2=value2&Param1=value1',
  [],
  'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
);
check(
  'post-header-key-sort',
  'POST',
  '/',
  [['My-Header1', 'value1']],
  'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
);

test('what is signed along with it goes out as well', async () => {
  const request = requestTo('https://s3.eu-west-1.amazonaws.com/bucket/key', {
    method: 'PUT',
    headers: [['Content-Type', 'text/plain']],
    body: Buffer.from('a body'),
  });
  const signed = await awsSigned(request, {
    ...signing,
    sessionToken: 'token-of-session',
    region: null,
    service: null,
  });
  const names = signed.map(([name]) => name);
  assert.deepEqual(names.sort(), [
    'Authorization',
    'Content-Type',
    'X-Amz-Content-Sha256',
    'X-Amz-Date',
    'X-Amz-Security-Token',
  ]);
  const value = signed.find(([name]) => name === 'Authorization')?.[1] ?? '';
  assert.match(value, /\/eu-west-1\/s3\/aws4_request/);
  // The connection writes both, with the values that were signed.
  assert.match(value, /SignedHeaders=content-length;content-type;host;/);
});
