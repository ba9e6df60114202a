/** The requests of a file, in the file's own lines and offsets. */
import { blockAtLine, blocksIn, indexOf } from './blocks.ts';
import type { HttpFile, PlacedBlock, PlacedRequest } from './httpFile.ts';

/** All of them: for what is done once for a file. A keystroke asks for the lines in view. */
export function requestsOf(file: HttpFile): readonly PlacedRequest[] {
  return placedRequests(file.blocks);
}

/** Those whose blocks stand on these lines (from 0, `last` included), however large the file is. */
export function requestsBetween(
  file: HttpFile,
  first: number,
  last: number,
): readonly PlacedRequest[] {
  const { chunks } = file;
  const requests: PlacedRequest[] = [];
  for (let at = indexOf(chunks, ({ line }) => line <= first); at < chunks.length; at++) {
    const placed = chunks[at];
    if (placed === undefined || placed.line > last) break;
    const blocks = blocksIn(placed).filter(
      ({ line, block }) => line <= last && line + block.lineEnds >= first,
    );
    requests.push(...placedRequests(blocks));
  }
  return requests;
}

/** The request whose block holds the line (from 0), that of its `###` and its title included. */
export function requestAtLine(file: HttpFile, line0: number): PlacedRequest | null {
  const placed = blockAtLine(file, line0);
  return placed === null ? null : placedRequest(placed);
}

function placedRequests(blocks: readonly PlacedBlock[]): readonly PlacedRequest[] {
  const requests: PlacedRequest[] = [];
  for (const placed of blocks) {
    const request = placedRequest(placed);
    if (request !== null) requests.push(request);
  }
  return requests;
}

export function placedRequest({ offset, line, block }: PlacedBlock): PlacedRequest | null {
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
