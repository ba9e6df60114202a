import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureFile } from '../../../src/insight/pictureFile.ts';
import { createRecording, lanesOf, record } from '../../../src/insight/recording.ts';
import { runPage } from '../../../src/insight/runPage.ts';
import { connection, exchange, hop, newConnection } from './exchanges.ts';

test('a long recording keeps the newest exchanges, and counts all of them', () => {
  const recording = createRecording('all');
  for (let index = 0; index < 2100; index++) {
    const use = index === 0 ? newConnection() : connection({ id: 4, requestsBefore: index });
    record(recording, exchange([hop({ connection: use })], { startedAt: index }));
  }
  assert.equal(recording.exchanges.length, 2000);
  assert.equal(recording.exchanges[0]?.startedAt, 100);
  assert.equal(recording.report.exchanges, 2100);
  assert.deepEqual([recording.report.opened, recording.report.reused], [1, 2099]);
  const { kept } = lanesOf(recording);
  assert.equal(recording.exchanges[kept.at(-1)?.exchange ?? -1]?.startedAt, 2099);
});

test('large bodies push older ones out, and the newest stays however large', () => {
  const recording = createRecording('all');
  for (const megabytes of [30, 30, 60]) {
    record(recording, exchange([hop()], { body: new Uint8Array(megabytes * 1_000_000) }));
  }
  assert.deepEqual(
    recording.exchanges.map(({ body }) => body.length),
    [60_000_000],
  );
  assert.equal(recording.bytes, 60_000_000);
});

test('the picture as a file stands alone, on paper, without script', () => {
  const recording = createRecording('run');
  record(recording, exchange([hop({ connection: newConnection() })]));
  const svg = pictureFile(lanesOf(recording));
  assert.match(svg, /^<\?xml[^>]*>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*><rect /);
  assert.doesNotMatch(svg, /var\(|<script|href=/);
});

test('only our script runs in the page, and a file name is no markup', () => {
  const page = runPage({
    title: '<img src=x onerror=alert(1)>.http',
    help: 'keys',
    buttons: [['save', 'Save "it"']],
    script: 'https://host/media/runPanel.js',
    nonce: 'N0',
  });
  assert.doesNotMatch(page, /<img|unsafe|style="/);
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.match(page, /default-src &#39;none&#39;; .*script-src &#39;nonce-N0&#39;/);
  assert.match(page, /<script nonce="N0" src="https:\/\/host\/media\/runPanel.js"><\/script>/);
  for (const kind of ['dark', 'high-contrast', 'high-contrast-light']) {
    assert.match(page, new RegExp(`body\\.vscode-${kind} \\{ --keepalive-text`));
  }
});
