/**
 * Which room of `src` may import what (ARCHITECTURE.md), as settings for ESLint.
 * A room that is not named in another's list is out of its reach.
 */
import { builtinModules } from 'node:module';

type Room = {
  /** Rooms it may use. */
  readonly uses: readonly string[];
  /** Rooms of which it may know the types only. */
  readonly types?: readonly string[];
  /** Files of those rooms that hold data, and small pure functions of it: their values may be used as well. */
  readonly data?: readonly string[];
  /** `node:` modules it may use; `'all'` leaves out sockets, which are the transport's. */
  readonly node?: readonly string[] | 'all' | 'sockets';
  readonly vscode?: boolean;
};

/** Every folder of `src`. */
export const everyRoom: readonly string[] = [
  'parser',
  'request',
  'language',
  'pool',
  'transport',
  'client',
  'run',
  'insight',
  'demo',
  'editor',
  'cli',
];
const withoutSurfaces = everyRoom.filter((room) => room !== 'editor' && room !== 'cli');

const rooms: Readonly<Record<string, Room>> = {
  request: { uses: [], types: ['parser'] },
  language: { uses: ['parser', 'request', 'insight'] },
  pool: { uses: [] },
  transport: { uses: [], node: 'sockets' },
  client: {
    uses: ['request', 'pool', 'transport'],
    node: ['zlib', 'crypto', 'timers', 'timers/promises'],
  },
  run: { uses: ['request', 'client'], types: ['parser'] },
  insight: {
    uses: [],
    types: ['parser', 'request', 'pool', 'client', 'run'],
    data: [
      'client/charset.ts',
      'client/exchange.ts',
      'pool/reasons.ts',
      'request/headerValue.ts',
      'request/phases.ts',
      'request/secretNames.ts',
      'request/secrets.ts',
      'request/steps.ts',
    ],
  },
  demo: { uses: [], node: 'sockets' },
  editor: { uses: withoutSurfaces, node: 'all', vscode: true },
  cli: { uses: withoutSurfaces, node: 'all' },
};

/** The composition roots: they may name every room they show. */
const roots: Readonly<Record<string, Room>> = {
  'extension.ts': { uses: [...withoutSurfaces, 'editor'], node: 'all', vscode: true },
  'cli.ts': { uses: [...withoutSurfaces, 'cli'], node: 'all' },
};

type Ban = {
  /** Matches the specifier. */
  readonly regex: string;
  readonly message: string;
  readonly allowTypeImports?: boolean;
};

type Syntax = { readonly selector: string; readonly message: string };

/** Two words are a sentence; one alone may be a sign, a key or an icon. */
const words = '/[a-z] [a-z]/';
const saying = [
  'CallExpression[callee.property.name=/^show\\w+Message$/]',
  'Property[key.name=/^(placeHolder|prompt|title|tooltip)$/]',
];

/** What VS Code could not translate. */
const untranslated: readonly Syntax[] = saying
  .flatMap((place) => [
    `${place} > Literal[value=${words}]`,
    `${place} > TemplateLiteral > TemplateElement[value.raw=${words}]`,
  ])
  .map((selector) => ({ selector, message: 'What the editor says goes through vscode.l10n.t' }));

/** One entry of an ESLint configuration for each room and each root. */
export function roomRules() {
  return [
    rule('src/parser/**', [
      { regex: '^(?!\\./)', message: 'src/parser imports nothing outside itself' },
    ]),
    ...Object.entries(rooms).map(([name, room]) =>
      rule(`src/${name}/**`, bans(name, room), room.vscode === true ? untranslated : []),
    ),
    ...Object.entries(roots).map(([file, room]) => rule(`src/${file}`, bans(file, room))),
  ];
}

function rule(glob: string, patterns: readonly Ban[], syntax: readonly Syntax[] = []) {
  // The rule for imports does not see `import()`, which always loads the values.
  const late = patterns
    .filter(({ regex }) => regex !== lateUndici.regex)
    .map(({ regex, message }) => ({
      selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
      message,
    }));
  return {
    files: [glob],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...late, ...syntax],
    },
  } as const;
}

function bans(name: string, room: Room): readonly Ban[] {
  return [
    ...everyRoom.filter((other) => other !== name).flatMap((other) => roomBan(name, room, other)),
    {
      regex: '^(\\.\\.?/)+(extension|cli)\\.ts$',
      message: 'Nothing imports a composition root',
    },
    ...(room.vscode === true
      ? []
      : [{ regex: '^vscode$', message: 'Only src/editor and src/extension.ts know VS Code' }]),
    ...nodeBans(name, room),
  ];
}

function roomBan(name: string, room: Room, other: string): readonly Ban[] {
  if (room.uses.includes(other)) return [];
  const data = (room.data ?? [])
    .filter((file) => file.startsWith(`${other}/`))
    .map((file) => file.slice(other.length + 1).replaceAll('.', '\\.'));
  const except = data.length === 0 ? '' : `(?!(${data.join('|')})$)`;
  const path = `^(\\.\\.?/)+${other}/${except}`;
  return room.types?.includes(other) === true
    ? [{ regex: path, message: `${name} knows the types of ${other} only`, allowTypeImports: true }]
    : [{ regex: path, message: `${name} must not know ${other}` }];
}

const socketModules = 'net|tls|http|https|http2|dns|dns/promises|dgram';

/** Loaded at the first send, so that nothing starts with it: its types are free. */
const lateUndici: Ban = {
  regex: '^undici$',
  message: "Load undici late: await import('undici')",
  allowTypeImports: true,
};

function nodeBans(name: string, room: Room): readonly Ban[] {
  // Newer ones have no name but the long one.
  const short = builtinModules.filter((module) => !module.startsWith('node:'));
  const bare = { regex: `^(${short.join('|')})$`, message: 'Write node: before it' };
  if (room.node === 'sockets') return [lateUndici, bare];
  const undici = { regex: '^undici(/|$)', message: 'Only src/transport knows undici' };
  const node =
    room.node === 'all'
      ? { regex: `^node:(${socketModules})$`, message: 'Only src/transport opens sockets' }
      : {
          regex: `^node:(?!(${(room.node ?? ['none']).join('|')})$)`,
          message: `${name} uses ${room.node?.join(', ') ?? 'nothing'} of node:*`,
        };
  return [undici, bare, node];
}
