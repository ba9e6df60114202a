/** The hover in a response: when the place one points at came, where the text is what came. */
import * as vscode from 'vscode';
import { textOf } from '../client/charset.ts';
import type { Arrival, Exchange } from '../client/exchange.ts';
import { arrivalAt, arrivalText, offsetOf, piecesOf, type Piece } from '../insight/arrivalText.ts';
import { bodyText, type ResponseDocument } from '../insight/responseText.ts';
import { headerValue } from '../request/headerValue.ts';
import type { Responses } from './responseDocument.ts';
import { responseScheme } from './responseUri.ts';

export function registerArrivalHovers(responses: Responses): vscode.Disposable {
  /** Null where the text is not what came. */
  const known = new WeakMap<ResponseDocument, readonly Piece[] | null>();

  async function arrivalIn(uri: vscode.Uri, { line, character }: vscode.Position) {
    const coming = responses.comingAt(uri);
    if (coming !== null) return coming.arrivalAt(line, character);
    const exchange = responses.exchangeOf(uri);
    const content = await responses.contentOf(uri);
    if (exchange === null || content === null) return null;
    const pieces = known.get(content) ?? piecesIn(exchange, content);
    known.set(content, pieces);
    return pieces === null ? null : arrivalInText(content, pieces, line, character);
  }

  return vscode.languages.registerHoverProvider(
    { scheme: responseScheme },
    {
      async provideHover({ uri }, position) {
        const arrival = await arrivalIn(uri, position);
        return arrival === null ? null : new vscode.Hover(arrivalText(arrival));
      },
    },
  );
}

function arrivalInText(
  { text, bodyStart }: ResponseDocument,
  pieces: readonly Piece[],
  line: number,
  column: number,
): Arrival | null {
  const offset = offsetOf(text, line, column) - bodyStart;
  return offset < 0 ? null : arrivalAt(pieces, offset);
}

function piecesIn(
  exchange: Exchange,
  { text, bodyStart }: ResponseDocument,
): readonly Piece[] | null {
  const { body, arrivals, hops } = exchange;
  const response = hops.at(-1)?.response ?? null;
  if (response === null || arrivals.length === 0) return null;
  const shown = text.slice(bodyStart);
  // Indented or in hex it is another text.
  if (shown === '' || bodyText(exchange, response)?.startsWith(shown) !== true) return null;
  const contentType = headerValue(response.headers, 'content-type') ?? '';
  const bytes = body.bytes();
  return piecesOf(bytes, arrivals, textOf(bytes, contentType).charset);
}
