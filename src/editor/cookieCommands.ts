/** Shows the cookies of the workspace, values masked, and clears them: all, or those of one domain. */
import * as vscode from 'vscode';
import type { KeptCookie } from '../client/cookieJar.ts';
import { count } from '../insight/count.ts';
import { registerCommand } from './commands.ts';
import type { Cookies } from './cookies.ts';
import type { Output } from './output.ts';

export function registerCookieCommands(cookies: Cookies, output: Output): vscode.Disposable {
  const { jar } = cookies;
  return vscode.Disposable.from(
    registerCommand(output, 'keepalive.showCookies', async () => {
      await cookies.ready();
      if (jar.isEmpty) {
        tellNone();
        return;
      }
      const picked = await vscode.window.showQuickPick(jar.all().map(itemOf), {
        title: vscode.l10n.t('Cookies of This Workspace'),
        placeHolder: vscode.l10n.t('Choose one to clear the cookies of its domain'),
        matchOnDescription: true,
      });
      return picked === undefined ? undefined : clear(cookies, picked.domain);
    }),
    registerCommand(output, 'keepalive.clearCookies', async () => {
      await cookies.ready();
      if (jar.isEmpty) {
        tellNone();
        return;
      }
      const domains = new Set(jar.all().map(({ domain }) => domain));
      const everything = { label: vscode.l10n.t('All Cookies'), domain: undefined };
      const each = [...domains].map((domain) => ({ label: domain, domain }));
      const picked = await vscode.window.showQuickPick([everything, ...each], {
        title: vscode.l10n.t('Clear Cookies'),
      });
      if (picked === undefined) return;
      const cleared = count(jar.clear(picked.domain), 'cookie');
      void vscode.window.setStatusBarMessage(vscode.l10n.t('Cleared {0}', cleared), 5_000);
    }),
  );
}

async function clear({ jar }: Cookies, domain: string): Promise<void> {
  const yes = vscode.l10n.t('Clear');
  const text = vscode.l10n.t('Clear the cookies of {0}?', domain);
  if ((await vscode.window.showWarningMessage(text, { modal: true }, yes)) === yes)
    jar.clear(domain);
}

function tellNone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('No cookies are kept in this workspace'));
}

/** The value stays out of sight: it may be a session. */
function itemOf({ name, domain, path, expiresAt, secure, httpOnly }: KeptCookie) {
  const until =
    expiresAt === null
      ? vscode.l10n.t('without an end')
      : vscode.l10n.t('until {0}', new Date(expiresAt).toLocaleString());
  const marks = [...(secure ? ['Secure'] : []), ...(httpOnly ? ['HttpOnly'] : [])];
  return {
    label: `${name}=***`,
    description: `${domain}${path}`,
    detail: [until, ...marks].join(' · '),
    domain,
  };
}
