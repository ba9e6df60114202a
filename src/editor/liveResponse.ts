/** A response while it comes: its document opens when that takes time, grows, and ends as that of the exchange. */
import * as vscode from 'vscode';
import { codingsIn } from '../client/codings.ts';
import type { Arrival, Exchange, ResponseHead } from '../client/exchange.ts';
import { createLiveDecoding, type LiveDecoding } from '../client/liveDecoding.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { arrivalAt, offsetOf } from '../insight/arrivalText.ts';
import { liveStopNote } from '../insight/codingNotes.ts';
import { fileNameOf } from '../insight/fileName.ts';
import { headText } from '../insight/headText.ts';
import { createLiveText, type LiveText, type LiveView } from '../insight/liveText.ts';
import { maskedHead } from '../insight/maskedHead.ts';
import { starText } from '../insight/maskText.ts';
import { languageOfPart, mediaTypeOf } from '../insight/mediaType.ts';
import { createRefreshPace } from '../insight/refreshPace.ts';
import { titleWith } from '../insight/responseTitle.ts';
import { headSecrets, requestSecrets } from '../insight/sentSecrets.ts';
import type { Coming, ComingDocument, Responses } from './responseDocument.ts';
import type { ResponsePlace } from './responseTabs.ts';
import type { Watch } from './underWay.ts';

export type LiveResponse = {
  readonly watch: Watch;
  /** Where it is to stand, seen from where its sending began. */
  readonly place: () => ResponsePlace;
  /** Null where nothing came of it: then what has come stays. */
  readonly end: (exchange: Exchange | null) => Promise<void>;
};

/** What is over sooner is shown when it is whole, so that nothing flickers. */
const quickMs = 300;

/** How often it is looked whether there is more. */
const tickMs = 100;

/** The words above it need not be read faster. */
const wordsMs = 1000;

const noBytes = new Uint8Array(0);

/** `place` says where it is to stand when it has come. */
export function createLiveResponse(responses: Responses, place: () => ResponsePlace): LiveResponse {
  let head: ResponseHead | null = null;
  let decoding: LiveDecoding | null = null;
  let timer: NodeJS.Timeout | undefined;
  let opened: Promise<ComingDocument> | null = null;
  let follower: vscode.Disposable | null = null;
  let hasEnded = false;

  function open(live: LiveText, coming: Coming): void {
    const pace = createRefreshPace();
    let lastText = '';
    const text: Coming['text'] = (mode) => {
      const next = coming.text(mode);
      // Nothing is heard of a text that is the same.
      if (next === lastText) pace.shown(performance.now());
      lastText = next;
      return next;
    };
    const opening = responses.showComing({ ...coming, text }, place());
    opened = opening;
    let shownBytes = 0;
    let toldAtMs = 0;
    const tick = (document: ComingDocument): void => {
      if (hasEnded) return;
      const nowMs = performance.now();
      if (live.bytes() > shownBytes && pace.mayTell(nowMs)) {
        pace.told(nowMs);
        shownBytes = live.bytes();
        document.refresh();
      }
      if (nowMs - toldAtMs >= wordsMs) {
        document.tell();
        toldAtMs = nowMs;
      }
      timer = setTimeout(tick, tickMs, document);
    };
    void opening.then((document) => {
      if (hasEnded) return;
      follower = followEnd(document.uri, () => {
        pace.shown(performance.now());
      });
      tick(document);
    });
  }

  function show(live: LiveText, coming: Coming): void {
    if (live.isStream) open(live, coming);
    else timer = setTimeout(open, quickMs, live, coming);
  }

  /** Of a body whose first piece has come, which may not be the last body. */
  function begin(
    request: ResolvedRequest,
    head: ResponseHead,
    { atMs }: Arrival,
    cancel: () => void,
  ): LiveDecoding {
    const requestedAtMs = performance.now() - atMs;
    let live: LiveText | null = null;
    let isBegun = opened !== null;
    const textFrom = (first: Uint8Array): LiveText | null => {
      if (isBegun) return live;
      isBegun = true;
      live = createLiveText(head, first);
      if (live !== null) show(live, comingOf(request, head, live, requestedAtMs, cancel));
      return live;
    };
    return createLiveDecoding(codingsIn(head.headers), {
      onPiece: (piece, arrival) => textFrom(piece)?.add(piece, arrival),
      onStop: (why) => textFrom(noBytes)?.stop(liveStopNote(why)),
    });
  }

  return {
    place,
    watch: (request, cancel) => (chunk, nextHead, arrival) => {
      if (head !== nextHead) {
        head = nextHead;
        clearTimeout(timer);
        decoding?.end();
        decoding = begin(request, nextHead, arrival, cancel);
      }
      decoding?.add(chunk, arrival);
    },
    async end(exchange) {
      hasEnded = true;
      clearTimeout(timer);
      decoding?.end();
      const document = await opened;
      follower?.dispose();
      if (exchange !== null) document?.end(exchange);
    },
  };
}

function comingOf(
  request: ResolvedRequest,
  head: ResponseHead,
  live: LiveText,
  requestedAtMs: number,
  cancel: () => void,
): Coming {
  const { url, headers } = request;
  const secrets = [
    ...requestSecrets(request),
    ...headSecrets(url, headers),
    ...headSecrets('', head.headers),
  ];
  const shownHead = headText(maskedHead(head, secrets));
  let view: LiveView = { text: '', start: 0, pieces: [] };
  let lead = '';
  return {
    file: request.source.file,
    title: titleWith({ ...request, secrets }, head),
    languageId: languageOfPart(mediaTypeOf(head.headers).essence),
    text(mode) {
      view = live.read();
      if (mode === 'headers') view = { ...view, text: '' };
      // Each piece stays where it is, so that the time at which it came is told of the right one.
      if (mode === 'exchange') view = { ...view, text: starText(view.text, secrets) };
      lead = mode === 'body' ? '' : `${shownHead}${mode === 'headers' ? '' : '\n'}`;
      return `${lead}${view.text}`;
    },
    arrivalAt(line, column) {
      const offset = offsetOf(`${lead}${view.text}`, line, column) - lead.length;
      return offset < 0 ? null : arrivalAt(view.pieces, view.start + offset);
    },
    soFar: () => ({ text: live.read().text, notes: live.notes() }),
    fileName: fileNameOf(head.headers, request.url),
    words: () => ({
      progress: live.progress(performance.now() - requestedAtMs),
      notes: live.notes(),
    }),
    cancel,
  };
}

/** Who sees the end of it goes on to see it; who reads further up is left in peace. */
function followEnd(uri: vscode.Uri, onShown: () => void): vscode.Disposable {
  let linesBefore = 1;
  return vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (document.uri.toString() !== uri.toString()) return;
    onShown();
    const last = document.lineCount - 1;
    const editors = vscode.window.visibleTextEditors.filter((each) => each.document === document);
    for (const editor of editors) {
      const seen = editor.visibleRanges.at(-1)?.end.line ?? 0;
      if (seen >= linesBefore - 2) editor.revealRange(new vscode.Range(last, 0, last, 0));
    }
    linesBefore = document.lineCount;
  });
}
