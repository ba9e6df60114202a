import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import { previewOf, resolve } from '../../../src/request/resolve.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { anyText, runs } from '../parser/anyText.ts';

test('every request of any text resolves to something that can be sent, or to a problem', () => {
  fc.assert(
    fc.property(anyText, fc.string(), (text, value) => {
      const file = parse(`@h = ${value}\n${text}`);
      const scope = fileScope(file, new Map([['a', value]]));
      for (const placed of requestsOf(file)) {
        const resolution = resolve(placed, scope, 'any.http');
        for (const { start, end, line } of resolution.problems) {
          assert.ok(0 <= start && start <= end && end <= text.length + value.length + 6);
          assert.ok(line >= placed.blockLine);
        }
        if (resolution.kind === 'problems') {
          assert.ok(resolution.problems.some(({ severity }) => severity === 'error'));
          continue;
        }
        const request = previewOf(resolution);
        if (request === null || resolution.needs.length > 0) {
          assert.ok(resolution.needs.length > 0);
          continue;
        }
        assert.ok(URL.canParse(request.url));
        assert.match(request.method, /^[!#$%&'*+\-.^_`|~\w]+$/);
        assert.match(request.path, /^(?:\/[\x21-\x7e]*|\*)$/);
        for (const [name, field] of request.headers) {
          assert.match(name, /^[!#$%&'*+\-.^_`|~\w]+$/);
          assert.match(field, /^[\t\x20-\x7e\x80-\xff]*$/);
        }
      }
    }),
    runs,
  );
});
