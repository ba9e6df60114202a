/**
 * What came of a request, written after its request line. Screen readers do not read decorations:
 * the hover and the status bar say the same.
 */
import * as vscode from 'vscode';
import { annotate, type Annotation, type AnnotationForm } from '../insight/annotation.ts';
import { bytes } from '../insight/bytes.ts';
import { duration } from '../insight/duration.ts';
import { isHttp } from './documents.ts';
import type { Exchanges, PlacedRun, Run } from './exchanges.ts';
import { linesInView } from './linesInView.ts';
import type { Settings } from './settings.ts';
import type { AnnotationSettings } from './viewSettings.ts';

export type PlacedAnnotation = { readonly line: number; readonly annotation: Annotation };

/** A running send's time is rewritten this often. */
const progressMs = 200;

/** What is over sooner needs no word in between, which would only flicker. */
const quickMs = 300;

const tones = ['plain', 'attention', 'failed'] as const satisfies readonly Annotation['tone'][];

export function registerAnnotations(exchanges: Exchanges, settings: Settings): vscode.Disposable {
  const types = tones.map((tone) => ({ tone, type: decorationType(tone) }));
  let progress: NodeJS.Timeout | null = null;

  /** Whether something in view is being sent. */
  function paint(editor: vscode.TextEditor): boolean {
    const { document } = editor;
    const [first, last] = linesInView(editor, marginLines);
    const runs = exchanges.between(document, first, last);
    const annotations = annotationsOf(runs, settings.annotations(document.uri));
    for (const { tone, type } of types) {
      const own = annotations.filter(({ annotation }) => annotation.tone === tone);
      editor.setDecorations(
        type,
        own.map((placed) => decoration(document, placed)),
      );
    }
    return runs.some(({ run }) => run.kind === 'sending');
  }

  function paintAll(): void {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => isHttp(document));
    const isSending = editors.map(paint).includes(true);
    if (isSending) {
      progress ??= setInterval(paintAll, progressMs);
    } else if (progress !== null) {
      clearInterval(progress);
      progress = null;
    }
  }

  const listeners = [
    exchanges.onDidChange(paintAll),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('keepalive.annotation')) paintAll();
    }),
    vscode.window.onDidChangeVisibleTextEditors(paintAll),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      if (isHttp(textEditor.document)) paintAll();
    }),
  ];
  return new vscode.Disposable(() => {
    if (progress !== null) clearInterval(progress);
    vscode.Disposable.from(...listeners, ...types.map(({ type }) => type)).dispose();
  });
}

/** Annotations beyond those in view that are written, too. */
const marginLines = 150;

/** What is written after these runs now. */
export function annotationsOf(
  runs: readonly PlacedRun[],
  { content, maxLength }: AnnotationSettings,
): readonly PlacedAnnotation[] {
  const form = content === 'short' ? 'short' : 'full';
  return runs
    .filter(({ run }) => run.kind !== 'sending' || performance.now() - run.startedAtMs >= quickMs)
    .filter(({ run }) => content !== 'failures' || !isFine(run))
    .map(({ line, run }) => ({ line, annotation: cut(annotationOf(run, form), maxLength) }));
}

function isFine(run: Run): boolean {
  return run.kind === 'exchanged' && run.exchange.failure === null;
}

function cut({ text, tone }: Annotation, maxLength: number): Annotation {
  if (text.length <= maxLength) return { text, tone };
  return { text: `${text.slice(0, maxLength - 1).toWellFormed()}…`, tone };
}

function annotationOf(run: Run, form: AnnotationForm): Annotation {
  switch (run.kind) {
    case 'sending': {
      const elapsed = duration(performance.now() - run.startedAtMs);
      const received = run.receivedBytes();
      const text =
        received === 0
          ? vscode.l10n.t('sending… {0}', elapsed)
          : vscode.l10n.t('receiving… {0} · {1}', bytes(received), elapsed);
      return { text, tone: 'plain' };
    }
    case 'exchanged':
      return annotate(run.exchange, form);
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
