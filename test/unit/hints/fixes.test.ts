/** What the quick fixes of hints make of a file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyProfile, type OriginProfile } from '../../../src/insight/profile/originProfile.ts';
import { fixesForHint } from '../../../src/language/hintFixes.ts';
import { parse } from '../../../src/parser/parse.ts';
import { applied } from '../language/applied.ts';
import { hintsOf } from './sent.ts';

/** Of the first hint of that code: the fixes by title, and the text after each. */
function check(
  code: string,
  text: string,
  expected: Readonly<Record<string, string>>,
  learned: Partial<OriginProfile> & { readonly origin?: string } = {},
): void {
  const { origin = 'http://api.test:80' } = learned;
  const profiles = new Map([[origin, { ...emptyProfile(origin, 0), ...learned }]]);
  const hint = hintsOf(text, { profiles, closedUntilMs: 0 }).find(
    (each) => each.code === `reuse-${code}`,
  );
  assert.ok(hint, `${code} in ${text}`);
  const fixes = fixesForHint({ text, file: parse(text) }, hint);
  const made = fixes.map(({ title, changes }) => [title, applied(text, changes)]);
  assert.deepEqual(Object.fromEntries(made), expected);
  assert.deepEqual(
    fixes.map(({ isPreferred }) => isPreferred),
    fixes.map((_, index) => index === 0 && fixes.length > 1),
  );
}

const silence = 'Silence this hint for this request';
const other = '\n###\nGET http://api.test/\n';
const redirects = {
  answers: 1,
  redirectsToHttps: 1,
  permanentRedirects: 1,
  httpsOrigin: 'https://api.test:443',
};

test('a header and a directive go with their lines', () => {
  check('connection-close', `GET http://api.test/\nA: b\nConnection: close\nC: d\n${other}`, {
    'Remove `Connection: close`': `GET http://api.test/\nA: b\nC: d\n${other}`,
    [silence]: `# @no-hint connection-close\nGET http://api.test/\nA: b\nConnection: close\nC: d\n${other}`,
  });
  check('fresh-connection', `// @fresh-connection\r\nGET http://api.test/\r\n${other}`, {
    'Remove `// @fresh-connection`': `GET http://api.test/\r\n${other}`,
    [silence]: `// @fresh-connection\r\n# @no-hint fresh-connection\r\nGET http://api.test/\r\n${other}`,
  });
});

test('what is silenced already is added to', () => {
  const text = `# @no-hint max-idle\n# @fresh-connection\nGET http://api.test/\n${other}`;
  check('fresh-connection', text, {
    'Remove `# @fresh-connection`': text.replace('# @fresh-connection\n', ''),
    [silence]: text.replace('max-idle', 'max-idle fresh-connection'),
  });
});

test('the version goes from the request line', () => {
  check('http-1.0', 'GET http://api.test/ HTTP/1.0\nA: b\n', {
    'Remove `HTTP/1.0`': 'GET http://api.test/\nA: b\n',
    [silence]: '# @no-hint http-1.0\nGET http://api.test/ HTTP/1.0\nA: b\n',
  });
});

test('an origin is written in the URL, without the port of its scheme', () => {
  check(
    'redirect-to-https',
    'GET http://me@api.test:80/a?b\n',
    {
      'Change to `https://api.test`': 'GET https://me@api.test/a?b\n',
      [silence]: '# @no-hint redirect-to-https\nGET http://me@api.test:80/a?b\n',
    },
    redirects,
  );
  check(
    'redirect-to-https',
    'api.test\n',
    {
      'Change to `https://api.test`': 'https://api.test\n',
      [silence]: '# @no-hint redirect-to-https\napi.test\n',
    },
    redirects,
  );
});

test('or in the variable that the URL begins with', () => {
  const text = '@host = http://api.test\nGET {{host}}/a\n';
  check(
    'redirect-to-https',
    text,
    {
      'Change `@host` to `https://api.test`': text.replace('http:', 'https:'),
      [silence]: text.replace('GET', '# @no-hint redirect-to-https\nGET'),
    },
    redirects,
  );
  const apart =
    '@host = localhost:1\nGET http://127.0.0.1:1/\n\n###\nGET http://127.0.0.1:1/\n\n###\nGET http://{{host}}/a\n';
  check('origin-spelling', apart, {
    'Change `@host` to `http://127.0.0.1:1`': apart.replace('localhost', '127.0.0.1'),
    [silence]: apart.replace('GET http://{', '# @no-hint origin-spelling\nGET http://{'),
  });
});

test('where the origin does not stand in one piece, or the line says more, nothing is cut', () => {
  const pieces = '@name = api\nGET http://{{name}}.test/\n';
  check(
    'redirect-to-https',
    pieces,
    { [silence]: pieces.replace('GET', '# @no-hint redirect-to-https\nGET') },
    redirects,
  );
  const byHeader = 'GET /a\nHost: api.test\n';
  check(
    'redirect-to-https',
    byHeader,
    { [silence]: `# @no-hint redirect-to-https\n${byHeader}` },
    redirects,
  );
  const command = "curl -H 'Connection: close' http://api.test/\n";
  check('connection-close', `${command}${other}`, {
    [silence]: `# @no-hint connection-close\n${command}${other}`,
  });
});
