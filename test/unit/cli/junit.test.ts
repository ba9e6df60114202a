/** `--junit`, by the real CLI against a real server, held to what Jenkins' junit-10.xsd allows. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { startServer, type ScriptedServer } from '../../support/scriptedServer.ts';
import { runCli } from './runCli.ts';

type Files = Readonly<Record<string, string>>;

/** The cases as `class · name · result: message`, those without a result as `sent`. */
async function cases(t: TestContext, args: readonly string[], files: Files) {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-junit-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'out.xml');
  const { exitCode } = await runCli(t, ['send', ...args, '--junit', path], files);
  const text = readFileSync(path, 'utf8');
  const document = new DOMParser({
    onError: (level, message) => assert.fail(`${level}: ${message}`),
  }).parseFromString(text, 'text/xml');
  const root = document.documentElement;
  assert.ok(root);
  checkElement(root);
  const suite = childrenOf(root)[0] ?? assert.fail('no suite');
  const found = childrenOf(suite);
  const amount = (name: string): number =>
    found.filter((each) => childrenOf(each).some(({ tagName }) => tagName === name)).length;
  assert.equal(Number(suite.getAttribute('tests')), found.length);
  assert.equal(Number(suite.getAttribute('failures')), amount('failure'));
  assert.equal(Number(suite.getAttribute('errors')), amount('error'));
  assert.equal(Number(suite.getAttribute('skipped')), amount('skipped'));
  const seconds = found.reduce((sum, each) => sum + Number(each.getAttribute('time')), 0);
  assert.ok(Math.abs(seconds - Number(suite.getAttribute('time'))) < 1e-5);
  const told = found.map((each) => {
    const result = childrenOf(each).find(({ tagName }) => tagName !== 'system-out');
    const what =
      result === undefined ? 'sent' : `${result.tagName}: ${result.getAttribute('message') ?? ''}`;
    return `${each.getAttribute('classname') ?? ''} · ${each.getAttribute('name') ?? ''} · ${what}`;
  });
  const names = found.map(
    (each) => `${each.getAttribute('classname') ?? ''} ${each.getAttribute('name') ?? ''}`,
  );
  assert.equal(new Set(names).size, names.length, 'GitLab takes the first of two with one name');
  return { exitCode, text, told, found };
}

const allowed: Readonly<
  Record<string, { attributes: readonly string[]; children: readonly string[] }>
> = {
  testsuites: { attributes: [], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
    children: ['testcase'],
  },
  testcase: {
    attributes: ['name', 'classname', 'time'],
    children: ['failure', 'error', 'skipped', 'system-out'],
  },
  failure: { attributes: ['type', 'message'], children: [] },
  error: { attributes: ['type', 'message'], children: [] },
  skipped: { attributes: ['message'], children: [] },
  'system-out': { attributes: [], children: [] },
};

function checkElement(element: Element): void {
  const rule = allowed[element.tagName] ?? assert.fail(`<${element.tagName}>`);
  for (const { name, value } of element.attributes) {
    assert.ok(rule.attributes.includes(name), `${element.tagName} ${name}`);
    if (name === 'time') assert.match(value, /^\d+(?:\.\d+)?$/);
  }
  for (const child of childrenOf(element)) {
    assert.ok(rule.children.includes(child.tagName), `${child.tagName} in ${element.tagName}`);
    checkElement(child);
  }
}

function childrenOf(element: Element): Element[] {
  return Array.from(element.childNodes).filter((node) => node.nodeType === 1) as Element[];
}

async function start(t: TestContext): Promise<ScriptedServer> {
  const server = await startServer();
  t.after(() => server.dispose());
  return server;
}

test('what was sent, what failed, what is wrong, and what another kept from being sent', async (t) => {
  const { origin } = await start(t);
  const { exitCode, text, told, found } = await cases(
    t,
    ['api/users.http', 'b.http', 'none.http'],
    {
      'api/users.http': [
        `# @name ok\nGET ${origin}/ok?token=s3cret&a=\u0001`,
        `### <"Fails"> & how ü\n# @name fails\nGET ${origin}/fin`,
        `### Refers\nGET ${origin}/{{fails.response.status}}`,
        `### Wrong\nGET http://{{nobody}}/`,
        `### Missing\nGET ${origin}/nowhere?status=404`,
      ].join('\n\n###\n\n'),
      'b.http': `GET ${origin}/ok\n\n###\nGET ${origin}/ok\n\n### Same\nGET ${origin}/ok\n\n### Same\nGET ${origin}/ok\n`,
    },
  );
  assert.equal(exitCode, 2);
  assert.deepEqual(
    told.toSorted(),
    [
      'api.users · Missing · sent',
      'api.users · Refers · skipped: `fails` was sent first, and failed: closed-before-response',
      'api.users · Wrong · error: The variable `nobody` has no value in the variables of this file: add `@nobody = value`',
      'api.users · fails · failure: FAILURE',
      'api.users · ok · sent',
      'b · Same (2) · sent',
      'b · Same · sent',
      'b · line 1 · sent',
      'b · line 4 · sent',
      'none · line 1 · error: There is no such file. Check its path',
    ].map((line) => line.replace('FAILURE', /failure: (.*)/.exec(told.join('\n'))?.[1] ?? '')),
  );
  assert.match(told.join('\n'), /fails · failure: .* closed the connection without answering\. /);
  assert.doesNotMatch(text, /s3cret/);
  const output = found.find((each) => each.getAttribute('name') === 'ok')?.textContent ?? '';
  assert.match(output, /^GET http:\S+\/ok\?token=\*{3}\S*\n200 · .* · ＋ #1 new: first to /);
});

test('what comes after the end of a run is skipped; several sends of one request are told apart', async (t) => {
  const { origin } = await start(t);
  const files = { 'a.http': `### One\nGET ${origin}/fin\n\n### Two\nGET ${origin}/ok\n` };
  const bailed = await cases(t, ['a.http', '--bail'], files);
  assert.match(bailed.told[0] ?? '', /^a · One · failure: /);
  assert.deepEqual(bailed.told.slice(1), ['a · Two · skipped: The run ended before its turn']);
  assert.equal(bailed.exitCode, 1);
  const repeated = await cases(t, ['a.http', '--name', 'Two', '--repeat', '3'], files);
  assert.deepEqual(repeated.told, ['a · Two · sent', 'a · Two (2) · sent', 'a · Two (3) · sent']);
  const nowhere = await cases(t, ['a.http', '--env', 'nope'], files);
  const error = 'error: There is no environment `nope`. No http-client.env.json was found';
  assert.deepEqual(nowhere.told, [`a · One · ${error}`, `a · Two · ${error}`]);
});
