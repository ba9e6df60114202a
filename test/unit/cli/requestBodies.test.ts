/** Bodies as a file writes them, over real sockets: what a server got, read by parsers that are not ours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEchoServer, type Arrival } from '../../support/echoServer.ts';
import { runCli } from './runCli.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

type Case = {
  readonly title: string;
  /** Of a request to `{{origin}}`. */
  readonly text: string;
  readonly check: (arrival: Arrival) => void | Promise<void>;
};

const cases: Case[] = [];
const binary = Uint8Array.from({ length: 700 }, (_, index) => (index * 7) % 256);
const latin1 = Buffer.from('caf\xe9 {{user}}', 'latin1');
const utf16 = Buffer.from('ü{{user}}', 'utf16le');
const query = 'query Q($n: Int) { a(n: $n) }';

const files: Files = {
  'a b.bin': binary,
  'j.json': '{"user": "{{user}}"}',
  'plain.txt': 'ü {{user}}\r\n',
  'latin1.txt': latin1,
  'utf16.txt': utf16,
  'marked.txt': Buffer.from('\ufeffü{{user}}', 'utf16le'),
  'marked-be.txt': Buffer.from('\ufeffü{{user}}', 'utf16le').swap16(),
  'marked.gql': Buffer.from(`\ufeff${query}`, 'utf16le'),
  'q.gql': query,
  'f.gql': 'fragment F on A { b }\n',
  'v.json': '{ "n": 1 }',
};

const parts = `------b
Content-Disposition: form-data; name="note"

{{user}} says
two lines
------b
Content-Disposition: form-data; name="file"; filename="a b.bin"
Content-Type: application/octet-stream

< ./a b.bin
------b
Content-Disposition: form-data; name="json"; filename="j.json"
Content-Type: application/json

<@ ./j.json
------b--
`;

async function checkForm({ body, headers }: Arrival): Promise<void> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  assert.equal(form.get('note'), 'Zoë says\r\ntwo lines');
  const [file, json] = [form.get('file'), form.get('json')];
  assert.ok(file instanceof File && json instanceof File);
  assert.equal(file.name, 'a b.bin');
  assert.deepEqual(new Uint8Array(await file.arrayBuffer()), binary);
  assert.equal(await json.text(), '{"user": "Zoë"}');
}

cases.push(
  {
    title: 'multipart: a field, a file as it is and one with variables',
    text: `POST {{origin}}\nContent-Type: multipart/form-data; boundary=----b\n\n${parts}`,
    check: checkForm,
  },
  {
    title: 'multipart without a boundary in the header gets that of the body',
    text: `POST {{origin}}\nContent-Type: multipart/form-data\n\n${parts}`,
    check: checkForm,
  },
  {
    title: 'a form over several lines',
    text: 'POST {{origin}}\nContent-Type: application/x-www-form-urlencoded\n\nname={{user}} B\n&city=Köln\n&kept=a%20b+c\n',
    check: ({ body }) => {
      const form = Object.fromEntries(new URLSearchParams(body.toString()));
      assert.deepEqual(form, { name: 'Zoë B', city: 'Köln', kept: 'a b c' });
    },
  },
);

/** A line that names a file, and what is sent. */
function checkFile(line: string, expected: string | Uint8Array): void {
  cases.push({
    title: `a file as body: ${line}`,
    text: `PUT {{origin}}\nContent-Type: text/plain\n\n${line}\n`,
    check: ({ body }) => {
      assert.deepEqual(body, Buffer.from(expected));
    },
  });
}

checkFile('< ./a b.bin', binary);
checkFile('< plain.txt', 'ü {{user}}\r\n');
checkFile('<@ ./plain.txt', 'ü Zoë\r\n');
checkFile('<@utf8 plain.txt', 'ü Zoë\r\n');
checkFile('<@latin1 ./latin1.txt', 'café Zoë');
checkFile('<@windows-1252 ./latin1.txt', 'café Zoë');
checkFile('<@utf16le ./utf16.txt', 'üZoë');
checkFile('<@utf16 ./utf16.txt', 'üZoë');
for (const encoding of ['', 'utf8', 'utf16', 'utf-16', 'utf16le']) {
  checkFile(`<@${encoding} ./marked.txt`, 'üZoë');
}
for (const encoding of ['', 'utf16', 'utf16be']) checkFile(`<@${encoding} ./marked-be.txt`, 'üZoë');

/** A way to write GraphQL, and the JSON that arrives. */
function checkGraphql(title: string, text: string, expected: object = full): void {
  cases.push({
    title: `GraphQL: ${title}`,
    text,
    check: ({ body, method, headers }) => {
      assert.equal(method, 'POST');
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers['x-request-type'], undefined);
      assert.deepEqual(JSON.parse(body.toString()), expected);
    },
  });
}

const full = { query, operationName: 'Q', variables: { n: 1 } };
const written = `\n\n${query}\n\n{ "n": 1 }\n`;

checkGraphql('the method of JetBrains', `GRAPHQL {{origin}}${written}`);
checkGraphql('the header of REST Client', `POST {{origin}}\nX-Request-Type: GraphQL${written}`);
checkGraphql('by how it starts, as httpYac has it', `POST {{origin}}${written}`);
checkGraphql('without a method', `{{origin}}${written}`);
checkGraphql('a file of httpYac', `POST {{origin}}\n\ngql Q < ./q.gql\n\n{ "n": 1 }\n`);
checkGraphql('a file in UTF-16', `GRAPHQL {{origin}}\n\n< ./marked.gql\n\n{ "n": 1 }\n`);
checkGraphql(
  'a fragment of httpYac before a query',
  'POST {{origin}}\nContent-Type: application/json\n\ngql F < ./f.gql\n\nquery Q { a { ...F } }\n',
  { query: 'fragment F on A { b }\n\nquery Q { a { ...F } }', operationName: 'Q' },
);
checkGraphql('query and variables from files', 'GRAPHQL {{origin}}\n\n< ./q.gql\n\n< ./v.json\n');

test('what a file writes is what a server gets', async (t) => {
  const server = await startEchoServer();
  t.after(() => server.dispose());
  const requests = cases.map(({ text }) => text.replace('{{origin}}', server.origin));
  const { exitCode, stdout, stderr } = await runCli(t, ['send', 'a.http'], {
    ...files,
    'a.http': `@user = Zoë\n${requests.join('\n###\n')}`,
  });
  assert.equal(exitCode, 0, stdout + stderr);
  assert.equal(server.arrivals.length, cases.length);
  for (const [index, { title, check }] of cases.entries()) {
    await t.test(title, async () => {
      const arrival = server.arrivals[index];
      assert.ok(arrival);
      assert.equal(arrival.headers['content-length'], String(arrival.body.length));
      await check(arrival);
    });
  }
});
