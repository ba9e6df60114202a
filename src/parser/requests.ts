/** The requests of a file, in the file's own lines and offsets. */
import type { HttpFile, PlacedBlock, PlacedRequest } from './httpFile.ts';

export function requestsOf(file: HttpFile): readonly PlacedRequest[] {
  const requests: PlacedRequest[] = [];
  for (const placed of file.blocks) {
    const request = placedRequest(placed);
    if (request !== null) requests.push(request);
  }
  return requests;
}

/** The request whose block holds the line (from 0); none on the `###` line itself. */
export function requestAtLine(file: HttpFile, line0: number): PlacedRequest | null {
  const { blocks } = file;
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle]?.line ?? 0) <= line0) low = middle;
    else high = middle - 1;
  }
  const placed = blocks[low];
  if (placed === undefined || line0 < placed.line) return null;
  if (placed.block.separator !== null && line0 === placed.line) return null;
  return placedRequest(placed);
}

function placedRequest({ offset, line, block }: PlacedBlock): PlacedRequest | null {
  const { request, problems } = block;
  if (request === null) return null;
  return {
    request,
    title: block.title?.text ?? null,
    problems,
    offset,
    blockLine: line,
    line: line + request.line,
    endLine: line + request.endLine,
  };
}
