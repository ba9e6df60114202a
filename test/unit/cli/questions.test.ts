/** What is asked on a real terminal, where somebody types. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { startServer } from '../../support/scriptedServer.ts';
import { runOnTerminal, terminalTrouble, type Typed } from './runOnTerminal.ts';

const cli = join(import.meta.dirname, '../../../src/cli.ts');
const outside = /outside of .*\? \(yes, no\)/;

test(
  'of two questions at once the second waits for the first, and each has its own answer',
  { skip: terminalTrouble },
  async (t) => {
    const { told, exitCode, saved } = await saveOutside(t, [
      [outside, 'yes\r'],
      [outside, 'no\r'],
    ]);
    const names = Array.from(
      told.matchAll(/Write the response to \S*\/(\w)\.txt/g),
      ([, name]) => name,
    );
    // A question is drawn again at each key.
    const [first, second] = new Set(names);
    assert.deepEqual(saved, [`${String(first)}.txt`]);
    assert.match(told, new RegExp(`not saved to \`\\S*/${String(second)}\\.txt\``));
    assert.match(told, /^2 sent · /m);
    assert.equal(exitCode, 1);
  },
);

test(
  'Ctrl+C at a question ends the run, as it does elsewhere: nobody is asked again',
  { skip: terminalTrouble },
  async (t) => {
    const { told, exitCode, saved } = await saveOutside(t, [
      [outside, '\u0003'],
      [outside, 'yes\r'],
    ]);
    assert.deepEqual(saved, []);
    assert.match(told, /^2 sent · /m);
    assert.equal(exitCode, 130);
  },
);

test('Ctrl+C at a prompt before the run ends it, too', { skip: terminalTrouble }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-asked-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.http');
  writeFileSync(file, '# @prompt who Whose\nGET http://localhost:9/{{who}}\n');
  const { told, exitCode } = await runOnTerminal(t, [cli, 'send', file], [[/Whose: /, '\u0003']]);
  assert.match(told, /^0 sent · .*not sent/m);
  assert.equal(exitCode, 130);
});

test(
  'what was answered once is remembered for whoever waits to ask it, too',
  { skip: terminalTrouble },
  async (t) => {
    const ask = new URL('../../../src/cli/askInTerminal.ts', import.meta.url).href;
    const program = [
      `import { createAsk } from '${ask}';`,
      'const ask = createAsk(process, new AbortController().signal);',
      "const need = { key: 'k', name: 'n', text: 'Say', choices: null, initial: null, once: true };",
      'console.log(JSON.stringify(await Promise.all([ask(need), ask(need)])));',
    ].join('\n');
    const typed: Typed[] = [
      [/Say: /, 'a\r'],
      [/Say: /, 'b\r'],
    ];
    const { told } = await runOnTerminal(t, ['--input-type=module', '--eval', program], typed);
    assert.match(told, /^\[{"text":"a"},{"text":"a"}\]\r?$/m);
  },
);

/** Sends two requests at once, each of which saves its response where somebody has to say yes. */
async function saveOutside(t: TestContext, typed: readonly Typed[]) {
  const server = await startServer();
  t.after(() => server.dispose());
  const [folder, elsewhere] = ['keepalive-asked-', 'keepalive-elsewhere-'].map((name) => {
    const made = mkdtempSync(join(tmpdir(), name));
    t.after(() => rmSync(made, { recursive: true }));
    return made;
  }) as [string, string];
  const file = join(folder, 'a.http');
  const requests = ['a', 'b'].map(
    (name) => `GET ${server.origin}/ok\n\n>> ${join(elsewhere, name)}.txt\n`,
  );
  writeFileSync(file, requests.join('\n###\n'));
  const result = await runOnTerminal(t, [cli, 'send', '--parallel', '2', file], typed);
  return { ...result, saved: readdirSync(elsewhere) };
}
