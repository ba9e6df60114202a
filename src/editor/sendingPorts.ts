/** What the requests of a document need from the editor: other requests, files, a person's answers. */
import * as vscode from 'vscode';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer } from '../request/needs.ts';
import { namedRequests } from '../request/requestNames.ts';
import { bodyFile } from '../run/bodyFile.ts';
import { createInTurn } from '../run/inTurn.ts';
import { createNamedExchanges } from '../run/namedExchanges.ts';
import type { SendingFile, SendingPorts } from '../run/sendRequest.ts';
import { documentFiles } from './documentFiles.ts';
import { fileName, type Documents } from './documents.ts';
import { askInEditor, maySendFirst } from './prompts.ts';

export type DocumentPorts = {
  file(document: vscode.TextDocument): SendingFile;
  /** For one command: `placed` is what it is to send. Nothing is asked once `signal` is aborted. */
  of(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    send: SendingPorts['send'],
    signal?: AbortSignal,
  ): SendingPorts;
  /** What was answered once is asked again; the answer is how many answers that were. */
  forgetAnswers(): number;
  dispose(): void;
};

export function createDocumentPorts(documents: Documents): DocumentPorts {
  const named = createNamedExchanges();
  /** Answers to `-askonce`, by document and by question. */
  const remembered = new Map<string, Map<string, Answer>>();
  const closed = vscode.workspace.onDidCloseTextDocument((document) => {
    named.forget(fileName(document));
    remembered.delete(document.uri.toString());
  });
  // A second question would take the place of the first.
  const inTurn = createInTurn();

  return {
    file(document) {
      const { scope, requests } = documents.read(document);
      return { path: fileName(document), scope, requestNamed: namedRequests(requests) };
    },
    of(document, placed, send, signal) {
      const files = documentFiles(document.uri);
      const uri = document.uri.toString();
      let mayAll = false;
      return {
        named,
        send,
        readFile: (need) => bodyFile(need, files),
        ask: (need) =>
          inTurn(async () => {
            const known = remembered.get(uri)?.get(need.key);
            if (known !== undefined) return known;
            const answer = await askInEditor(need, signal);
            if (need.once && answer !== null && !document.isClosed) {
              remembered.set(uri, new Map([...(remembered.get(uri) ?? []), [need.key, answer]]));
            }
            return answer;
          }),
        // One yes is for all that has to go before.
        async maySendFirst(name) {
          const label = placed.request.name ?? placed.title ?? placed.request.target.text;
          mayAll ||= await inTurn(() => maySendFirst(name, label));
          return mayAll;
        },
      };
    },
    forgetAnswers() {
      const all = [...remembered.values()].reduce((sum, { size }) => sum + size, 0);
      remembered.clear();
      return all;
    },
    dispose() {
      closed.dispose();
    },
  };
}
