import type { SendArguments } from './arguments.ts';
import type { Recorder } from './recorder.ts';
import type { RecordKind } from './recordTarget.ts';
import type { SaveFolder } from './saveFolder.ts';

export type Recorders = {
  readonly files: readonly Recorder[];
  /** Null without `--save`. */
  readonly folder: SaveFolder | null;
};

/** Those that were asked for, each loaded for that only; a sentence where one can't be had. */
export async function openRecorders({
  har,
  html,
  junit,
  save,
  files: sent,
}: Pick<SendArguments, 'har' | 'html' | 'junit' | 'save' | 'files'>): Promise<Recorders | string> {
  // All are looked at before the first is made anew.
  const refusal =
    (await refused(har, 'HAR', sent)) ??
    (await refused(html, 'HTML', sent)) ??
    (await refused(junit, 'JUnit', sent));
  if (refusal !== null) return refusal;
  const opened: (Recorder | string)[] = [];
  if (har !== null) opened.push((await import('./harFile.ts')).openHarFile(har));
  if (html !== null) opened.push((await import('./htmlFile.ts')).openHtmlFile(html, sent));
  if (junit !== null) opened.push((await import('./junitFile.ts')).openJunitFile(junit));
  const folder = save === null ? null : (await import('./saveFolder.ts')).openSaveFolder(save);
  const wrong = [...opened, folder].find((each) => typeof each === 'string');
  const files = opened.filter((each) => typeof each !== 'string');
  if (wrong === undefined && typeof folder !== 'string') return { files, folder };
  for (const file of files) file.close();
  return wrong ?? '';
}

async function refused(
  path: string | null,
  kind: RecordKind,
  sent: readonly string[],
): Promise<string | null> {
  if (path === null) return null;
  return (await import('./recordTarget.ts')).recordTarget(path, kind, sent);
}
