import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { explicitQuery, shortQuery, type RequestQuery } from '../../../src/request/requestQuery.ts';
import { responseValue } from '../../../src/run/responseValue.ts';
import { createHeldBodies } from '../../../src/transport/heldBodies.ts';
import { requestTo } from '../../support/requestTo.ts';
import { exchange, hop } from '../insight/exchanges.ts';

const json =
  '{"token": "abc", "n": 5, "deep": {"list": [{"id": 7}, {"id": 8}]}, "no": null, "dotted.key": 1}';
const xml =
  '<?xml version="1.0"?><r a="1"><item id="x">one</item><item>two</item><group><b>c</b></group></r>';

type Body = { readonly type: string; readonly text: string };

const jsonBody: Body = { type: 'application/json; charset=utf-8', text: json };
const xmlBody: Body = { type: 'application/xml', text: xml };

async function read(reference: string, { type, text }: Body): Promise<string> {
  const response = {
    status: 201,
    statusText: 'Created',
    httpVersion: '1.1',
    headers: [
      ['Content-Type', type],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ],
  } as const;
  const request = requestTo('http://a.test/', { body: new TextEncoder().encode('{"sent": true}') });
  const headers = [
    ['X-Sent', 'yes'],
    ['Content-Type', 'application/json'],
  ] as const;
  const body = /latin1/.test(type) ? Buffer.from(text, 'latin1') : new TextEncoder().encode(text);
  const answer = await responseValue(queryOf(reference), {
    request,
    exchange: exchange([hop({ response, requestHeaders: headers })], { body }),
  });
  return 'text' in answer
    ? answer.text
    : 'message' in answer
      ? `! ${answer.message}`
      : assert.fail();
}

function queryOf(reference: string): RequestQuery {
  const names = {
    has: (name: string) => name === 'login',
    all: () => ['login'],
    firstAt: () => null,
  };
  const query = explicitQuery(reference) ?? shortQuery(reference, names);
  return query ?? assert.fail(`${reference} is no reference to a request`);
}

function check(reference: string, body: Body, expected: string): void {
  test(`${reference} in ${body.type} is ${expected}`, async () => {
    assert.equal(await read(reference, body), expected);
  });
}

check('login.response.body.$.token', jsonBody, 'abc');
check('login.response.body.$.n', jsonBody, '5');
check('login.response.body.$.no', jsonBody, 'null');
check('login.response.body.$.deep', jsonBody, '{"list":[{"id":7},{"id":8}]}');
check('login.response.body.$..id', jsonBody, '7');
check('login.response.body.$.deep.list[1].id', jsonBody, '8');
check("login.response.body.$['dotted.key']", jsonBody, '1');
check('login.response.body.*', jsonBody, json);
check('login.response.body', jsonBody, json);
check('login.response.status', jsonBody, '201');
check('login.response.headers.content-TYPE', jsonBody, jsonBody.type);
check('login.response.headers.Set-Cookie', jsonBody, 'b=2');
check('login.response.headers.Set-Cookie[0]', jsonBody, 'a=1');
check('login.request.headers.x-sent', jsonBody, 'yes');
check('login.request.body.$.sent', jsonBody, 'true');
check('login.request.body.*', jsonBody, '{"sent": true}');
check('login.response.body./r/item[2]', xmlBody, 'two');
check('login.response.body.//item/@id', xmlBody, 'x');
check('login.response.body.string(/r/@a)', xmlBody, '1');
check('login.response.body.count(//item)', xmlBody, '2');
check('login.response.body.//group', xmlBody, '<b>c</b>');
check('login.response.body.asJson.$.token', { type: 'text/plain', text: json }, 'abc');
check('login.response.body.asXml.//item', { type: 'text/plain', text: xml }, 'one');
check('login.response.body.//item', { type: '', text: xml }, 'one');
check('login.response.body', { type: 'text/plain; charset=latin1', text: 'café' }, 'café');
check('login.token', jsonBody, 'abc');
check('login.deep.list[0].id', jsonBody, '7');
check('login["dotted.key"]', jsonBody, '1');
check('loginResponse.statusCode', jsonBody, '201');
check('loginResponse.headers["set-cookie"]', jsonBody, 'b=2');
check('loginResponse.parsedBody.n', jsonBody, '5');
check('loginResponse.body', jsonBody, json);

const lacks = '! `login.response.body.$.x` has no value: the response of `login` has no `$.x`';
check('login.response.body.$.x', jsonBody, lacks);
check('login.response.body.$.x', { type: 'application/json', text: '"word"' }, lacks);
check(
  'login.response.body.$.x',
  { type: 'application/json', text: '<html>' },
  '! `login.response.body.$.x`: the body is no JSON',
);
check(
  'login.response.headers.X-No',
  jsonBody,
  '! `login.response.headers.X-No` has no value: the response of `login` has no header `X-No`',
);

function refuses(reference: string, body: Body): void {
  test(`${reference} in ${body.text.slice(0, 20)} is a message, and runs nothing`, async () => {
    assert.match(await read(reference, body), /^! `login\.response/);
  });
}

refuses('login.response.body.$[?(globalThis.ran = true)]', jsonBody);
refuses('login.response.body.$[(process.exit(1))]', jsonBody);
refuses('login.response.body.///[', xmlBody);
refuses('login.response.body./r', { type: 'text/xml', text: '<r><unclosed></r>' });
refuses('login.response.body./r', { type: 'text/xml', text: '' });

test('what has another shape is no reference to a request', () => {
  const names = {
    has: (name: string) => name === 'login',
    all: () => ['login'],
    firstAt: () => null,
  };
  for (const other of [
    'login.response',
    'login.response.cookies',
    'other.token',
    'loginx',
    'a b',
  ]) {
    assert.equal(explicitQuery(other), null, other);
    if (other.startsWith('login.')) continue;
    assert.equal(shortQuery(other, names), null, other);
  }
});

test('a body that was put into a file which is gone has no value, and its head has', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-gone-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const bodies = createHeldBodies({ folder, maxBytes: 0, onUnwritable: () => undefined });
  const body = await bodies.hold(Buffer.from(json.padEnd(5000)));
  await rm(folder, { recursive: true });
  const sent = { request: requestTo('http://a.test/'), exchange: { ...exchange([hop()]), body } };
  const answer = await responseValue(queryOf('login.response.body.$.token'), sent);
  assert.match(
    'message' in answer ? answer.message : '',
    /^`login\.response\.body\.\$\.token` has no value: .* Send its request again$/,
  );
  assert.deepEqual(await responseValue(queryOf('login.response.status'), sent), { text: '200' });
});
