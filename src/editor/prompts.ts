/** Asks for what a request needs from a person. Escape gives up, and the request is not sent. */
import * as vscode from 'vscode';
import type { Answer, PromptNeed } from '../request/needs.ts';

/** Null when the person would not say. */
export async function askInEditor(need: PromptNeed): Promise<Answer | null> {
  const { text, choices, initial, secret, name } = need;
  // Looking something up elsewhere must not be the end of the question.
  const options = { title: name, ignoreFocusOut: true };
  const value =
    choices === null
      ? await vscode.window.showInputBox({
          ...options,
          prompt: text,
          password: secret,
          value: initial ?? '',
        })
      : await vscode.window.showQuickPick([...choices], { ...options, placeHolder: text });
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
