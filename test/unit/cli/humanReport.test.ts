import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHumanReport } from '../../../src/cli/humanReport.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { emptySummary } from '../../../src/insight/summary.ts';
import type { RequestSource } from '../../../src/request/resolvedRequest.ts';
import { requestTo } from '../../support/requestTo.ts';
import { exchange, hop } from '../insight/exchanges.ts';

test('several files have a heading each; long titles are cut; secrets are masked; tones are painted', () => {
  const url = 'https://u:p@api.test/?token=abc';
  const sources: readonly RequestSource[] = [
    { file: 'a.http', name: 'short', title: 'unused', line: 1 },
    { file: 'a.http', name: null, title: 'A title that is much too long for its column', line: 5 },
    { file: 'b.http', name: null, title: '\u001b[2J', line: 9 },
  ];
  assert.equal(
    told(sources, url),
    `<faint:a.http>
<bold:short                   >  GET https://***@api.test/?token=***
                          <green:200 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s>
<bold:A title that is much to…>  GET https://***@api.test/?token=***
                          <green:200 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s>

<faint:b.http>
<bold:\\x1b[2J                 >  GET https://***@api.test/?token=***
                          <green:200 · 12 ms · ↻ #3 reused, request 5, idle 4.1 s>

3 sent · 0 connections opened · reused 3 times · handshakes <1 ms of 36 ms
`,
  );
});

function told(sources: readonly RequestSource[], url: string): string {
  let text = '';
  const output = {
    write: (piece: string) => (text += piece),
    writeBytes: () => assert.fail('bytes'),
    flush: () => undefined,
  };
  const terminal: Terminal = {
    stdout: output,
    stderr: output,
    paint: (tone, piece) => `<${tone}:${piece}>`,
    paintError: () => assert.fail('no problem to tell'),
    isTty: false,
    stop: new AbortController().signal,
    heedSignals: () => undefined,
    interruptedBy: () => null,
    isBroken: () => false,
    ask: () => assert.fail('asked'),
    workingFolder: '/',
    processVariables: {},
  };
  const report = createHumanReport(
    terminal,
    sources.map((source) => requestTo(url, { source })),
  );
  for (const source of sources) report.exchange(exchange([hop({ url })], { source, url }));
  report.summary({ ...emptySummary, sent: 3, connectionsReused: 3, totalMs: 36 }, 0);
  return text;
}
