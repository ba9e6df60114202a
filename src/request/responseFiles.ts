/** Where a response is to be saved: `>> path`, and `>>! path` over what is there. */
import type { Values } from './expand.ts';
import { expandPart, sourceOf } from './expandPart.ts';
import type { Findings } from './problems.ts';
import type { ResponseTarget } from './resolvedRequest.ts';

export function responseFiles(values: Values, findings: Findings): readonly ResponseTarget[] {
  return findings.placed.request.responseFiles.flatMap(({ kind, path, line }) => {
    // `<> path` only tells of an old response.
    if (kind === 'link') return [];
    const expanded = expandPart(path.text, sourceOf(path, line), values, findings).trim();
    return expanded === '' ? [] : [{ path: expanded, overwrites: kind === 'overwrite' }];
  });
}
