/** Resolves the last request of a text, with a clock and a chance that stand still. */
import assert from 'node:assert/strict';
import { bytesOf } from '../../support/bytesOf.ts';
import type { PlacedRequest } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { resolve, type Resolution } from '../../../src/request/resolve.ts';
import { fileScope, type Scope, type Surroundings } from '../../../src/request/scope.ts';

type Overrides = Readonly<Record<string, string>>;

export const still = { now: () => 1_700_000_000_500, random: () => 0.5 };

export function resolveText(
  text: string,
  overrides: Overrides = {},
  around: Partial<Surroundings> = {},
): Resolution {
  const { placed, scope } = scopeOf(text, overrides, around);
  return resolve(placed, scope, 'a.http');
}

/** The last request of a text, and the scope of the whole. */
export function scopeOf(
  text: string,
  overrides: Overrides = {},
  around: Partial<Surroundings> = {},
): { readonly placed: PlacedRequest; readonly scope: Scope } {
  const file = parse(text);
  const placed = requestsOf(file).at(-1);
  assert.ok(placed, 'the text has a request');
  const scope = fileScope(file, new Map(Object.entries(overrides)), { ...still, ...around });
  return { placed, scope };
}

/** The request, which must be ready. */
export function ready(
  text: string,
  overrides: Overrides = {},
  around: Partial<Surroundings> = {},
): ResolvedRequest {
  const resolution = resolveText(text, overrides, around);
  if (resolution.kind !== 'ready') assert.fail(JSON.stringify(resolution));
  return resolution.request;
}

/** `code: text in the file`, for each problem. */
export function problemsIn(text: string): readonly string[] {
  return resolveText(text).problems.map(
    ({ code, start, end }) => `${code}: ${text.slice(start, end)}`,
  );
}

export function bodyOf(text: string): string | null {
  const { body } = ready(text);
  return body === null ? null : new TextDecoder().decode(bytesOf(body));
}
