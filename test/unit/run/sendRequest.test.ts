/** Requests that refer to others: which are sent, in what order, and what they read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import type { PlacedRequest } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { namedRequests } from '../../../src/request/requestNames.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { createNamedExchanges } from '../../../src/run/namedExchanges.ts';
import type { Outcome } from '../../../src/run/outcome.ts';
import { createSendings, type Sendings } from '../../../src/run/sendings.ts';
import { sendRequest } from '../../../src/run/sendRequest.ts';
import { exchange, failure, hop } from '../insight/exchanges.ts';

type Answering = (request: ResolvedRequest) => { readonly body?: string; readonly fails?: boolean };

/** Sends the last request of a text over no network; `paths` are those that were sent. */
async function send(
  text: string,
  answer: Answering = () => ({ body: '{"token": "t1", "n": 5}' }),
  may = true,
  sendings = createSendings(),
): Promise<{
  readonly outcome: Outcome;
  readonly paths: readonly string[];
  readonly asked: number;
}> {
  const file = parse(text);
  const requests = requestsOf(file);
  const paths: string[] = [];
  let asked = 0;
  const last = requests.at(-1);
  assert.ok(last);
  const outcome = await sendRequest(
    last,
    {
      path: 'a.http',
      scope: fileScope(file),
      requestNamed: (name) => requests.find(({ request }) => request.name === name) ?? null,
    },
    {
      named: createNamedExchanges(),
      sendings,
      send: (request) => {
        paths.push(request.path);
        const { body = '', fails = false } = answer(request);
        return Promise.resolve(made(request, body, fails));
      },
      ask: () => assert.fail('asked'),
      readFile: () => assert.fail('read'),
      maySendFirst: () => {
        asked += 1;
        return Promise.resolve(may);
      },
    },
  );
  return { outcome, paths, asked };
}

function made(request: ResolvedRequest, body: string, fails: boolean): Exchange {
  const head = {
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [['X-A', '1']],
  } as const;
  const only = hop({ url: request.url, response: head, failure: fails ? failure() : null });
  return exchange([only], { body: new TextEncoder().encode(body) });
}

function message({ outcome }: { readonly outcome: Outcome }): string {
  return outcome.kind === 'refused' ? (outcome.problems[0]?.message ?? '') : outcome.kind;
}

const login = '# @name login\nPOST http://a.test/login\n\n###\n';

test('what is referred to is sent first, once', async () => {
  const text = `${login}GET http://a.test/me/{{login.response.body.$.token}}/{{login.n}}\nA: {{login.response.headers.x-a}}\n`;
  const { outcome, paths, asked } = await send(text);
  assert.equal(outcome.kind, 'exchanged');
  assert.deepEqual(paths, ['/login', '/me/t1/5']);
  assert.equal(asked, 1);
});

test('what nobody can refer to is not held on to', async () => {
  const sendings = createSendings();
  await send(`${login}GET http://a.test/{{login.n}}\n`, undefined, true, sendings);
  assert.deepEqual(
    Array.from(sendings.keys(), ({ request }) => request.name),
    ['login'],
  );
});

test('a chain is sent from its end', async () => {
  const text = `${login}# @name two\nGET http://a.test/two/{{login.token}}\n\n###\nGET http://a.test/three/{{two.n}}\n`;
  assert.deepEqual((await send(text)).paths, ['/login', '/two/t1', '/three/5']);
});

test('of two with one name the one that a person has just sent counts, else the last of the file', async () => {
  const text = `${login}# @name login\nPOST http://a.test/2nd\n\n###\nGET http://a.test/{{login.token}}\n`;
  const file = parse(text);
  const [first, second, use] = requestsOf(file);
  assert.ok(first && second && use);
  const sending = {
    path: 'a.http',
    scope: fileScope(file),
    requestNamed: namedRequests(requestsOf(file)),
  };
  const sentPaths = async (asked: readonly PlacedRequest[], sendings?: Sendings) => {
    const paths: string[] = [];
    const ports = {
      named: createNamedExchanges(),
      ...(sendings === undefined ? {} : { sendings }),
      send: (request: ResolvedRequest) => {
        paths.push(request.path);
        return Promise.resolve(made(request, `{"token": "of${request.path}"}`, false));
      },
      ask: () => assert.fail('asked'),
      readFile: () => assert.fail('read'),
      maySendFirst: () => Promise.resolve(true),
    };
    for (const placed of asked) await sendRequest(placed, sending, ports);
    return paths.map((path) => decodeURIComponent(path));
  };
  assert.deepEqual(await sentPaths([use]), ['/2nd', '/of/2nd']);
  assert.deepEqual(await sentPaths([first, use]), ['/login', '/of/login']);
  assert.deepEqual(await sentPaths([second, first, use]), ['/2nd', '/login', '/of/login']);
  assert.deepEqual(await sentPaths([first, use], createSendings()), ['/login', '/2nd', '/of/2nd']);
});

test('@ref sends what was not sent, @force-ref in any case', async () => {
  const refs = `${login}# @name two\n# @ref login\nGET http://a.test/two\n\n###\n`;
  assert.deepEqual((await send(`${refs}# @ref login\n# @ref two\nGET http://a.test/x\n`)).paths, [
    '/login',
    '/two',
    '/x',
  ]);
  assert.deepEqual(
    (await send(`${refs}# @ref login\n# @forceRef login\nGET http://a.test/x\n`)).paths,
    ['/login', '/login', '/x'],
  );
});

test('a cycle is a problem that names it, and nothing is sent', async () => {
  const text =
    '# @name a\nGET http://a.test/{{b.x}}\n\n###\n# @name b\n# @ref c\nGET http://a.test/\n\n###\n# @name c\nGET http://a.test/{{a.response.status}}\n';
  const sent = await send(text);
  assert.match(message(sent), /`c` needs itself to be sent first: c → a → b → c/);
  assert.deepEqual(sent.paths, []);
});

test('a request that refers to itself is a cycle', async () => {
  const sent = await send('# @name a\nGET http://a.test/{{a.response.status}}\n');
  assert.match(message(sent), /a → a/);
});

test('who will not have it sent first ends it', async () => {
  const sent = await send(`${login}GET http://a.test/{{login.token}}\n`, undefined, false);
  assert.equal(sent.outcome.kind, 'given-up');
  assert.deepEqual(sent.paths, []);
});

test('when the first one fails, the other is not sent, and says why', async () => {
  const sent = await send(`${login}GET http://a.test/{{login.token}}\n`, () => ({ fails: true }));
  assert.match(message(sent), /`login` was sent first, and failed/);
  assert.equal(
    sent.outcome.kind === 'refused' && sent.outcome.problems[0]?.code,
    'reference-failed',
  );
  assert.deepEqual(sent.paths, ['/login']);
});

test('when the first one has a problem, it is told', async () => {
  const sent = await send(
    '# @name login\nGET http://{{nobody}}/\n\n###\nGET http://a.test/{{login.x}}\n',
  );
  assert.match(message(sent), /`login` has to be sent first, and can't be: The variable `nobody`/);
});

test('what a response does not hold is a problem that names it', async () => {
  const sent = await send(`${login}GET http://a.test/{{login.response.body.$.nope}}\n`);
  assert.equal(
    message(sent),
    '`login.response.body.$.nope` has no value: the response of `login` has no `$.nope`',
  );
});
