/** `keepalive check` and the hints that need no traffic. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines, runCli } from './runCli.ts';

const files = {
  'a.http': 'GET http://localhost:8080/a\n\n###\nGET http://localhost:8080/b\nConnection: close\n',
  'b.http': 'GET http://127.0.0.1:8080/c\n',
};

test('hints are told after problems, and are no failure', async (t) => {
  const { exitCode, stdout } = await runCli(t, ['check', 'a.http', 'b.http'], files);
  assert.equal(exitCode, 0);
  assert.deepEqual(stdout.split('\n'), [
    'a.http:5:1: hint: `Connection: close` ends the connection after this request, so the next one to localhost:8080 opens another [connection-close]',
    'b.http:1:5: hint: 127.0.0.1:8080 and localhost:8080 are the same place by two names, and connections are matched by name: this request shares none with the 2 requests to localhost:8080 [origin-spelling]',
    '0 problems · 2 hints · 3 requests ready to send',
    'A hint is silenced by # @no-hint and what stands in brackets',
    '',
  ]);
});

test('as JSON they are problems with codes of their own', async (t) => {
  const { stdout } = await runCli(t, ['check', 'a.http', '--json'], files);
  const told = jsonLines(stdout).map(({ type, code, severity }) => ({ type, code, severity }));
  assert.deepEqual(told, [{ type: 'problem', code: 'reuse-connection-close', severity: 'hint' }]);
});
