/** `--har` and `--html` write over what a run wrote before, and over nothing else. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordTarget, type RecordKind } from '../../../src/cli/recordTarget.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { runCli } from './runCli.ts';

test('a file to send is not written over, whatever it is called; nothing is sent then', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-target-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [file, link, har] = ['a.http', 'link.har', 'out.har'].map((name) => join(folder, name));
  assert.ok(file !== undefined && link !== undefined && har !== undefined);
  const text = `GET ${server.origin}/ok\n`;
  writeFileSync(file, text);
  symlinkSync(file, link);
  for (const args of [
    ['send', file, '--har', file],
    ['send', file, '--html', link],
    ['send', file, '--har', har, '--html', `${folder}/./a.http`],
  ]) {
    const { exitCode, stderr, stdout } = await runCli(t, args);
    assert.equal(exitCode, 2, stdout);
    assert.match(
      stderr,
      /is a file to send, and is not written over\. Name another file for the H/,
    );
    assert.equal(readFileSync(file, 'utf8'), text);
    assert.equal(stdout, '');
  }
  // `--html *.http`: the first of them is no file to send.
  writeFileSync(link.replace('link', 'other'), 'GET http://127.0.0.1:1/\n');
  const { exitCode, stderr } = await runCli(t, ['send', file, '--html', join(folder, 'other.har')]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /is there already and holds no HTML/);
});

test('what a run wrote before is written over', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-target-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const check = (content: string, kind: RecordKind, isFine: boolean): void => {
    const path = join(folder, 'file');
    writeFileSync(path, content);
    assert.equal(recordTarget(path, kind, []) === null, isFine, `${kind} over ${content}`);
  };
  check('', 'HAR', true);
  check('{"log":{"version":"1.2"', 'HAR', true);
  check('{\n  "log": {}\n}', 'HAR', true);
  check('{"name":"x"}', 'HAR', false);
  check('<!DOCTYPE html>\n<html>', 'HAR', false);
  check('<!DOCTYPE html>\n<html>', 'HTML', true);
  check('{"log":{}}', 'HTML', false);
  check('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>', 'JUnit', true);
  check("<?xml version='1.0'?><testsuite name='x'>", 'JUnit', true);
  check('<?xml version="1.0"?>\n<project>', 'JUnit', false);
  assert.equal(recordTarget(join(folder, 'none'), 'HAR', []), null);
  assert.equal(recordTarget('/dev/null', 'HAR', []), null);
});
