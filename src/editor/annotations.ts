/**
 * What came of a request, written after its request line. Screen readers do not read decorations:
 * the hover and the status bar say the same.
 */
import * as vscode from 'vscode';
import { annotate } from '../insight/annotation.ts';
import type { Annotation } from '../insight/annotation.ts';
import { duration } from '../insight/duration.ts';
import { isHttp } from './documents.ts';
import type { Exchanges, Run } from './exchanges.ts';

export type PlacedAnnotation = { readonly line: number; readonly annotation: Annotation };

/** A running send's time is rewritten this often. */
const progressMs = 200;

/** What is over sooner needs no word in between, which would only flicker. */
const quickMs = 300;

const tones = ['plain', 'attention', 'failed'] as const satisfies readonly Annotation['tone'][];

export function registerAnnotations(exchanges: Exchanges): vscode.Disposable {
  const types = tones.map((tone) => ({ tone, type: decorationType(tone) }));
  let progress: NodeJS.Timeout | null = null;

  function paint(document: vscode.TextDocument): void {
    const editors = vscode.window.visibleTextEditors.filter((each) => each.document === document);
    if (editors.length === 0) return;
    const annotations = annotationsOf(exchanges, document);
    for (const { tone, type } of types) {
      const own = annotations.filter(({ annotation }) => annotation.tone === tone);
      const decorations = own.map((placed) => decoration(document, placed));
      for (const editor of editors) editor.setDecorations(type, decorations);
    }
  }

  function paintAll(): void {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => isHttp(document));
    const documents = [...new Set(editors.map((editor) => editor.document))];
    documents.forEach(paint);
    const isSending = documents.some((each) =>
      exchanges.of(each).some(({ run }) => run.kind === 'sending'),
    );
    if (isSending) {
      progress ??= setInterval(paintAll, progressMs);
    } else if (progress !== null) {
      clearInterval(progress);
      progress = null;
    }
  }

  const listeners = [
    exchanges.onDidChange(paintAll),
    vscode.window.onDidChangeVisibleTextEditors(paintAll),
  ];
  return new vscode.Disposable(() => {
    if (progress !== null) clearInterval(progress);
    vscode.Disposable.from(...listeners, ...types.map(({ type }) => type)).dispose();
  });
}

/** What is written in the document now. */
export function annotationsOf(
  exchanges: Exchanges,
  document: vscode.TextDocument,
): readonly PlacedAnnotation[] {
  return exchanges
    .of(document)
    .filter(({ run }) => run.kind !== 'sending' || performance.now() - run.startedAtMs >= quickMs)
    .map(({ line, run }) => ({ line, annotation: annotationOf(run) }));
}

function annotationOf(run: Run): Annotation {
  switch (run.kind) {
    case 'sending': {
      const elapsed = duration(performance.now() - run.startedAtMs);
      return { text: vscode.l10n.t('sending… {0}', elapsed), tone: 'plain' };
    }
    case 'exchanged':
      return annotate(run.exchange);
    case 'refused':
      return { text: vscode.l10n.t('not sent · {0}', run.message), tone: 'failed' };
  }
}

function decorationType(tone: Annotation['tone']): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: {
      color: new vscode.ThemeColor(`keepalive.annotation.${tone}`),
      margin: '0 0 0 3ch',
    },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function decoration(
  document: vscode.TextDocument,
  { line, annotation }: PlacedAnnotation,
): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: annotation.text } },
  };
}
