/** Why a request that another refers to is not sent before it. */
import type { PlacedRequest } from '../parser/httpFile.ts';
import { requestCycleWords } from '../request/cycles.ts';
import type { RequestProblem } from '../request/problems.ts';
import { referableName } from '../request/requestNames.ts';

export function unsendableWords(name: string, why: string): string {
  return `\`${name}\` has to be sent first, and can't be: ${why}`;
}

/** `way` leads from the one that is needed to the one that needs it. */
export function cycleWords(way: readonly PlacedRequest[]): string {
  const names = [...way, ...way.slice(0, 1)].map(
    ({ request, title }) => referableName(request.name, title) ?? '',
  );
  return requestCycleWords(names);
}

/** On the request line. `isFailure`: the other was sent, and failed. */
export function referenceProblem(
  { request, offset, line }: PlacedRequest,
  message: string,
  isFailure: boolean,
): RequestProblem {
  const { start, end } = request.target.span;
  const place = { start: offset + start, end: offset + end, line };
  const code = isFailure ? 'reference-failed' : 'unresolved-variable';
  return { code, severity: 'error', message, ...place };
}
