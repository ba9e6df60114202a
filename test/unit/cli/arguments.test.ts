import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments, type Command } from '../../../src/cli/arguments.ts';

test('send, with all it takes', () => {
  check(['send', 'a.http'], {
    kind: 'send',
    files: ['a.http'],
    selection: { kind: 'all' },
    variables: new Map(),
    environments: [],
    bail: false,
    parallel: 1,
    repeat: 1,
    har: null,
    html: null,
    junit: null,
    output: 'short',
    save: null,
    json: false,
    insecure: false,
    verbose: false,
  });
  check(
    // prettier-ignore
    ['send', 'a.http', '--name', 'log in', 'b.http', '--var', 'a=1', '--var', 'b=x=y', '--env', 'dev', '--env=me', '--bail', '--parallel', '8', '--repeat=1000', '--har', 'out.har', '--html', 'out.html', '--junit', 'out.xml', '--save', 'dir', '--json', '--insecure', '--verbose'],
    {
      kind: 'send',
      files: ['a.http', 'b.http'],
      selection: { kind: 'name', name: 'log in' },
      variables: new Map([
        ['a', '1'],
        ['b', 'x=y'],
      ]),
      environments: ['dev', 'me'],
      bail: true,
      parallel: 8,
      repeat: 1000,
      har: 'out.har',
      html: 'out.html',
      junit: 'out.xml',
      output: 'short',
      save: 'dir',
      json: true,
      insecure: true,
      verbose: true,
    },
  );
  assert.deepEqual(selectionOf(['send', 'a.http', '--line', '12']), { kind: 'line', line: 12 });
});

test('check', () => {
  const all = { kind: 'check', files: ['a.http'], variables: new Map(), environments: ['dev'] };
  check(['check', 'a.http', '--env', 'dev', '--json'], { ...all, json: true } as Command);
  checkWrong(['check'], 'Name a file to check, such as keepalive check demo.http');
  checkWrong(['check', 'a.http', '--bail'], 'There is no option --bail');
});

test('parse, help and version', () => {
  check(['parse', 'a.http', '--json'], { kind: 'parse', file: 'a.http' });
  check(['--help'], { kind: 'help' });
  check(['send', '--help'], { kind: 'help' });
  check(['--version'], { kind: 'version' });
});

test('what came back goes to one place', () => {
  for (const output of ['headers', 'body', 'exchange', 'short'] as const) {
    const command = readArguments(['send', 'a.http', '--output', output]);
    assert.equal(command.kind === 'send' && command.output, output);
  }
  checkWrong(
    ['send', 'a.http', '--output', 'all'],
    'There is no output all. There are short, headers, body, exchange',
  );
  checkWrong(
    ['send', 'a.http', '--json', '--output', 'body'],
    'Give --json or --output, not both: --save keeps what came back beside --json',
  );
  checkWrong(['send', 'a.http', '--save='], '--save needs the name of a directory');
  checkWrong(['send', 'a.http', '--html='], '--html needs the name of a file');
  checkWrong(
    ['send', 'a.http', '--html', 'x', '--har', 'x'],
    '--har and --html both name x. Give them a file each',
  );
});

test('what makes no sense is refused with a sentence', () => {
  checkWrong([], 'Say what to do: send, check or parse');
  checkWrong(['sned', 'a.http'], 'There is no command sned. There are send, check and parse');
  checkWrong(['send'], 'Name a file to send, such as keepalive send demo.http');
  checkWrong(['send', 'a', '--name', 'x', '--line', '1'], 'Give --name or --line, not both');
  checkWrong(['send', 'a', '--name', 'x', '--name', 'y'], '--name was given twice. Give it once');
  checkWrong(['send', 'a', '--line', '0'], '--line 0 is no line. Lines count from 1');
  checkWrong(['send', 'a', '--line', '1x'], '--line 1x is no line. Lines count from 1');
  checkWrong(['send', 'a', 'b', '--line', '1'], '--line needs exactly one file');
  for (const count of ['0', '1.5', 'x', '-1', '1001']) {
    const message = `--parallel ${count} is no count. Give a number from 1 to 1000`;
    checkWrong(['send', 'a', `--parallel=${count}`], message);
  }
  checkWrong(
    ['send', 'a', '--repeat', '2', '--repeat', '3'],
    '--repeat was given twice. Give it once',
  );
  checkWrong(['send', 'a', '--var', 'x'], '--var x sets nothing. Write --var name=value');
  checkWrong(['send', 'a', '--name'], '--name needs a value');
  checkWrong(['send', 'a', '--json=yes'], '--json takes no value');
  checkWrong(
    ['send', 'a', '--parallel', '-1'],
    '--parallel needs a value. One that begins with - is written --parallel=-…',
  );
  for (const command of ['send', 'check', 'parse']) {
    checkWrong([command, ''], 'The name of a file is empty. Is a variable of the shell not set?');
    checkWrong(
      [command, '-'],
      '- names no file here. Name /dev/stdin for what is typed or piped in, or ./- for a file of that name',
    );
  }
  checkWrong(
    ['send', 'a', '--name', ''],
    '--name needs a name. Is a variable of the shell not set?',
  );
  checkWrong(['send', 'a', '--har', '-'], '--har needs the name of a file');
  checkWrong(['send', 'a', '--html', ''], '--html needs the name of a file');
  checkWrong(
    ['send', 'a', '--html', 'x', '--junit', 'x'],
    '--html and --junit both name x. Give them a file each',
  );
  checkWrong(
    ['parse', 'a', 'b', '--json'],
    'Say which one file to parse: keepalive parse FILE --json',
  );
  checkWrong(['parse', 'a'], 'parse prints JSON only: add --json');
});

test('a flag that does not work yet is refused as unknown, never ignored', () => {
  for (const flag of ['--jnuit', '--ouput']) {
    checkWrong(['send', 'a.http', flag, 'x'], `There is no option ${flag}`);
  }
  checkWrong(['parse', 'a.http', '--json', '--bail'], 'There is no option --bail');
  checkWrong(['send', 'a.http', '-x'], 'There is no option -x');
});

test('the version, as other programs are asked for it', () => {
  for (const flag of ['--version', '-v', '-V']) check([flag], { kind: 'version' });
});

function check(argv: readonly string[], expected: Command): void {
  assert.deepEqual(readArguments(argv), expected);
}

function checkWrong(argv: readonly string[], message: string): void {
  check(argv, { kind: 'wrong', message });
}

function selectionOf(argv: readonly string[]): unknown {
  const command = readArguments(argv);
  return command.kind === 'send' ? command.selection : command;
}
