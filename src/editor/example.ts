/** The example of the walkthrough: a file, and on this machine a server that answers it. */
import * as vscode from 'vscode';
import type { LocalOrigin } from '../demo/localOrigin.ts';
import { registerCommand } from './commands.ts';
import type { Output } from './output.ts';

export function registerExample(output: Output): vscode.Disposable {
  let running: Promise<LocalOrigin> | null = null;

  async function open(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      const text = vscode.l10n.t('This workspace is not trusted. Trust it to send requests');
      void vscode.window.showInformationMessage(text);
      return;
    }
    running ??= import('../demo/localOrigin.ts').then((demo) => demo.startLocalOrigin());
    const { origin } = await running;
    const content = exampleText(origin);
    const document = await vscode.workspace.openTextDocument({ language: 'http', content });
    await vscode.window.showTextDocument(document);
  }

  const command = registerCommand(output, 'keepalive.openExample', open);
  return new vscode.Disposable(() => {
    command.dispose();
    void running?.then(({ stop }) => {
      stop();
    });
  });
}

function exampleText(origin: string): string {
  return `# An example that works without a network: its server runs on this machine, in this window.
# Click Send above a request and read the end of its line, then rest the mouse on the line.
# After a reload open it anew, with "Keepalive: Open Example": its server has gone with the window before.

@origin = ${origin}


### First request
# Nothing is open yet, so a connection is made.
GET {{origin}}/json

### Second request
# The connection is still there: what is left is sending, waiting and reading.
GET {{origin}}/json

### A slow answer
# The server thinks for 800 ms. See in the hover that all of it is "wait".
GET {{origin}}/slow?ms=800

### A body
POST {{origin}}/echo
Content-Type: application/json

{ "hello": "world" }

### A silent close
# Nothing in the answer tells, but 100 ms later the server closes the connection.
GET {{origin}}/idle

### After the silent close
# A new connection, and the reason for it.
GET {{origin}}/json

### Log in
# @name login
POST {{origin}}/login

### Who am I
# Needs the token of "login", which is sent first if it was not yet.
GET {{origin}}/account
Authorization: Bearer {{login.response.body.$.token}}

### A picture
GET {{origin}}/image.svg
`;
}
