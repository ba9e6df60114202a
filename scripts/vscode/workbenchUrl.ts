/** The address of a workbench: what to open in it, and the extension under development. */
import { root } from '../paths.ts';

export type WorkbenchView = {
  /** Absolute paths. */
  readonly folder?: string;
  readonly file?: string;
  /** Null where it is installed. */
  readonly extension?: string | null;
  readonly tests?: string;
};

export function workbenchUrl(port: number, view: WorkbenchView): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${String(port)}${path}`;
  const payload = [
    ...(view.extension === null
      ? []
      : [['extensionDevelopmentPath', remote(view.extension ?? root)]]),
    ['skipWelcome', 'true'],
    ...(view.tests === undefined ? [] : [['extensionTestsPath', remote(view.tests)]]),
    ...(view.file === undefined ? [] : [['openFile', remote(view.file)]]),
  ];
  const url = new URL(`http://127.0.0.1:${String(port)}/`);
  if (view.folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set(isWorkspace(view.folder) ? 'workspace' : 'folder', view.folder);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

function isWorkspace(path: string): boolean {
  return path.endsWith('.code-workspace');
}
