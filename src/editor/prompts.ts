/** Asks for what a request needs from a person. Escape gives up, and the request is not sent. */
import * as vscode from 'vscode';
import type { Answer, PromptNeed } from '../request/needs.ts';

/** Null when the person would not say, or when it is no longer asked: the question goes when `signal` is aborted. */
export async function askInEditor(need: PromptNeed, signal?: AbortSignal): Promise<Answer | null> {
  if (signal?.aborted === true) return null;
  const stop = new vscode.CancellationTokenSource();
  const onAbort = (): void => {
    stop.cancel();
  };
  signal?.addEventListener('abort', onAbort);
  try {
    const answer = await ask(need, stop.token);
    // The answer may have crossed the abort on its way.
    return stop.token.isCancellationRequested ? null : answer;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop.dispose();
  }
}

async function ask(need: PromptNeed, token: vscode.CancellationToken): Promise<Answer | null> {
  const { text, choices, initial, secret, name } = need;
  // Looking something up elsewhere must not be the end of the question.
  const options = { title: name, ignoreFocusOut: true };
  const value =
    choices === null
      ? await vscode.window.showInputBox(
          { ...options, prompt: text, password: secret, value: initial ?? '' },
          token,
        )
      : await vscode.window.showQuickPick([...choices], { ...options, placeHolder: text }, token);
  return value === undefined ? null : { text: value };
}

/** Whether a request may be sent first, because another one reads its response. */
export async function maySendFirst(name: string, before: string): Promise<boolean> {
  const send = vscode.l10n.t('$(play) Send {0} first', name);
  const placeHolder = vscode.l10n.t(
    '{0} needs the response of {1}, which has not been sent yet',
    before,
    name,
  );
  return (
    (await vscode.window.showQuickPick([send], { placeHolder, ignoreFocusOut: true })) === send
  );
}
