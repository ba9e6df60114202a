import { parseArgs, type ParseArgsConfig } from 'node:util';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'send' } & SendArguments)
  | ({ readonly kind: 'check' } & CheckArguments)
  | { readonly kind: 'parse'; readonly file: string }
  | { readonly kind: 'wrong'; readonly message: string };

export type SendArguments = {
  readonly files: readonly string[];
  readonly selection: Selection;
  readonly variables: ReadonlyMap<string, string>;
  /** Of several the last one wins. */
  readonly environments: readonly string[];
  readonly bail: boolean;
  /** How many at a time. */
  readonly parallel: number;
  /** How many times all of it. */
  readonly repeat: number;
  /** The file for a HAR; null for none. */
  readonly har: string | null;
  /** The file for a report as a page; null for none. */
  readonly html: string | null;
  /** The file for a report as JUnit writes it; null for none. */
  readonly junit: string | null;
  readonly output: OutputMode;
  /** The folder for responses; null for none. */
  readonly save: string | null;
  readonly json: boolean;
  readonly insecure: boolean;
  readonly verbose: boolean;
};

/** What comes on stdout: a line or two for each request, or what came back. */
const outputModes = ['short', 'headers', 'body', 'exchange'] as const;

export type OutputMode = (typeof outputModes)[number];

export type CheckArguments = Pick<SendArguments, 'files' | 'variables' | 'environments' | 'json'>;

export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'name'; readonly name: string }
  /** From 1. */
  | { readonly kind: 'line'; readonly line: number };

/** What was asked for. A flag that is not known is refused, never ignored. */
export function readArguments(argv: readonly string[]): Command {
  const [command, ...rest] = argv;
  if (command === undefined) return wrong('Say what to do: send, check or parse');
  const flags = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  if (command === 'help' || flags.includes('--help') || flags.includes('-h'))
    return { kind: 'help' };
  if (['--version', '-v', '-V'].includes(command)) return { kind: 'version' };
  try {
    if (command === 'send') return readSend(rest);
    if (command === 'check') return readCheck(rest);
    if (command === 'parse') return readParse(rest);
  } catch (error) {
    return wrong(optionMessage(error));
  }
  return wrong(`There is no command ${command}. There are send, check and parse`);
}

const sendOptions = {
  name: { type: 'string' },
  line: { type: 'string' },
  env: { type: 'string', multiple: true },
  var: { type: 'string', multiple: true },
  bail: { type: 'boolean' },
  parallel: { type: 'string' },
  repeat: { type: 'string' },
  har: { type: 'string' },
  html: { type: 'string' },
  junit: { type: 'string' },
  output: { type: 'string' },
  save: { type: 'string' },
  json: { type: 'boolean' },
  insecure: { type: 'boolean' },
  verbose: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

/** The files that a run is recorded in. */
const recordOptions = ['har', 'html', 'junit'] as const;

const onlyOnce = ['name', 'line', 'parallel', 'repeat', 'har', 'html', 'junit', 'output', 'save'];

function readSend(args: readonly string[]): Command {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: sendOptions,
    allowPositionals: true,
    tokens: true,
  });
  for (const option of onlyOnce) {
    if (tokens.filter((token) => token.kind === 'option' && token.name === option).length > 1) {
      return wrong(`--${option} was given twice. Give it once`);
    }
  }
  if (positionals.length === 0)
    return wrong('Name a file to send, such as keepalive send demo.http');
  const noFile = nameFault(positionals);
  if (noFile !== null) return wrong(noFile);
  const selection = readSelection(values.name, values.line, positionals.length);
  if (typeof selection === 'string') return wrong(selection);
  const variables = readVariables(values.var ?? []);
  if (typeof variables === 'string') return wrong(variables);
  for (const option of recordOptions) {
    // There `-` would be stdout elsewhere, and here a file of that name.
    const name = values[option];
    if (name === '' || name === '-') return wrong(`--${option} needs the name of a file`);
  }
  if (values.save === '') return wrong('--save needs the name of a directory');
  for (const [index, option] of recordOptions.entries()) {
    const same = recordOptions.slice(0, index).find((each) => values[each] === values[option]);
    if (same === undefined || values[option] === undefined) continue;
    return wrong(`--${same} and --${option} both name ${values[option]}. Give them a file each`);
  }
  const output = outputModes.find((mode) => mode === (values.output ?? 'short'));
  if (output === undefined) {
    return wrong(`There is no output ${values.output ?? ''}. There are ${outputModes.join(', ')}`);
  }
  if (values.json === true && values.output !== undefined) {
    return wrong('Give --json or --output, not both: --save keeps what came back beside --json');
  }
  const parallel = readCount('parallel', values.parallel, 1000);
  if (typeof parallel === 'string') return wrong(parallel);
  const repeat = readCount('repeat', values.repeat, 1_000_000_000);
  if (typeof repeat === 'string') return wrong(repeat);
  return {
    kind: 'send',
    files: positionals,
    selection,
    variables,
    environments: values.env ?? [],
    bail: values.bail ?? false,
    parallel,
    repeat,
    har: values.har ?? null,
    html: values.html ?? null,
    junit: values.junit ?? null,
    output,
    save: values.save ?? null,
    json: values.json ?? false,
    insecure: values.insecure ?? false,
    verbose: values.verbose ?? false,
  };
}

function readCheck(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { env: sendOptions.env, var: sendOptions.var, json: sendOptions.json },
    allowPositionals: true,
  });
  if (positionals.length === 0)
    return wrong('Name a file to check, such as keepalive check demo.http');
  const noFile = nameFault(positionals);
  if (noFile !== null) return wrong(noFile);
  const variables = readVariables(values.var ?? []);
  if (typeof variables === 'string') return wrong(variables);
  const { env: environments = [], json = false } = values;
  return { kind: 'check', files: positionals, variables, environments, json };
}

/** A sentence when it can't be. */
function readSelection(
  name: string | undefined,
  line: string | undefined,
  files: number,
): Selection | string {
  if (name !== undefined && line !== undefined) return 'Give --name or --line, not both';
  if (name === '') return '--name needs a name. Is a variable of the shell not set?';
  if (name !== undefined) return { kind: 'name', name };
  if (line === undefined) return { kind: 'all' };
  if (!/^[1-9]\d{0,9}$/.test(line)) return `--line ${line} is no line. Lines count from 1`;
  if (files > 1) return '--line needs exactly one file';
  return { kind: 'line', line: Number(line) };
}

/** A sentence when it is no count. */
function readCount(option: string, text: string | undefined, most: number): number | string {
  if (text === undefined) return 1;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  return `--${option} ${text} is no count. Give a number from 1 to ${most}`;
}

function readVariables(pairs: readonly string[]): ReadonlyMap<string, string> | string {
  const variables = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1) return `--var ${pair} sets nothing. Write --var name=value`;
    variables.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return variables;
}

function readParse(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [file, ...others] = positionals;
  const noFile = nameFault(positionals);
  if (noFile !== null) return wrong(noFile);
  if (file === undefined || others.length > 0) {
    return wrong('Say which one file to parse: keepalive parse FILE --json');
  }
  if (values.json !== true) return wrong('parse prints JSON only: add --json');
  return { kind: 'parse', file };
}

/** A sentence where one of the names can be that of no file. */
function nameFault(files: readonly string[]): string | null {
  if (files.includes('')) return 'The name of a file is empty. Is a variable of the shell not set?';
  if (!files.includes('-')) return null;
  return '- names no file here. Name /dev/stdin for what is typed or piped in, or ./- for a file of that name';
}

function wrong(message: string): Command {
  return { kind: 'wrong', message };
}

/** Node's own sentences are for programmers. */
function optionMessage(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const unknown = /^Unknown option '([^']*)'/.exec(error.message)?.[1];
  if (unknown !== undefined) return `There is no option ${unknown}`;
  const [, option, fault] =
    /^Option '(?:-\w, )?(--[\w-]+)[^']*' (?:argument )?(is ambiguous|missing|does not take)/.exec(
      error.message,
    ) ?? [];
  if (fault === 'missing') return `${option} needs a value`;
  if (fault === 'does not take') return `${option} takes no value`;
  if (fault === 'is ambiguous') {
    return `${option} needs a value. One that begins with - is written ${option}=-…`;
  }
  return error.message.split('\n')[0]?.replace(/\.$/, '') ?? error.message;
}
