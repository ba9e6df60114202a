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
import { createSoon } from './soon.ts';
import type { AnnotationSettings } from './viewSettings.ts';

export type PlacedAnnotation = { readonly line: number; readonly annotation: Annotation };

/** Many changes in so short a while are written once. */
const paintMs = 50;

/** A running send's time is rewritten this often. */
const progressMs = 200;

/** What is over sooner needs no word in between, which would only flicker. */
const quickMs = 300;

const tones = ['plain', 'attention', 'failed'] as const satisfies readonly Annotation['tone'][];

export function registerAnnotations(exchanges: Exchanges, settings: Settings): vscode.Disposable {
  const types = tones.map((tone) => ({
    tone,
    type: decorationType(tone),
    writtenIn: new WeakSet<vscode.TextEditor>(),
  }));
  const due = new Set<vscode.TextEditor>();
  /** Those in which something in view is being sent. */
  let busy: readonly vscode.TextEditor[] = [];
  // Not in the turn of a send, which would go on the wire later for it.
  const painting = createSoon(paintDue, paintMs);
  const progress = createSoon(() => {
    for (const editor of busy) due.add(editor);
    painting.now();
  }, progressMs);

  /** Whether something in view is being sent. */
  function paint(editor: vscode.TextEditor): boolean {
    const { document } = editor;
    const [first, last] = linesInView(editor, marginLines);
    const runs = exchanges.between(document, first, last);
    const annotations = annotationsOf(runs, settings.annotations(document.uri));
    for (const { tone, type, writtenIn } of types) {
      const own = annotations.filter(({ annotation }) => annotation.tone === tone);
      // Most tones are nowhere, and stay so: that costs no message to the editor.
      if (own.length > 0) writtenIn.add(editor);
      else if (!writtenIn.delete(editor)) continue;
      editor.setDecorations(
        type,
        own.map((placed) => decoration(document, placed)),
      );
    }
    return runs.some(({ run }) => run.kind === 'sending');
  }

  function paintDue(): void {
    const shown = vscode.window.visibleTextEditors;
    busy = shown.filter((editor) => (due.has(editor) ? paint(editor) : busy.includes(editor)));
    due.clear();
    if (busy.length > 0) progress.ask();
  }

  function paintSoon(isDue: (document: vscode.TextDocument) => boolean): void {
    for (const editor of vscode.window.visibleTextEditors)
      if (isHttp(editor.document) && isDue(editor.document)) due.add(editor);
    if (due.size > 0) painting.ask();
  }

  const listeners = [
    exchanges.onDidChange((document) => {
      paintSoon((each) => each === document);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('keepalive.annotation')) paintSoon(() => true);
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => {
      paintSoon(() => true);
    }),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      paintSoon((each) => each === textEditor.document);
    }),
  ];
  return vscode.Disposable.from(...listeners, painting, progress, ...types.map(({ type }) => type));
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
