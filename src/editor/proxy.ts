/**
 * VS Code's own proxy settings. The host applies them to `http` and `https` only:
 * a client with sockets of its own must read them itself.
 */
import * as vscode from 'vscode';
import { proxyFromEnvironment } from '../client/proxyEnvironment.ts';
import { noProxy, type ProxySettings } from '../client/proxySettings.ts';

export function affectsProxy(event: vscode.ConfigurationChangeEvent): boolean {
  return ['proxy', 'noProxy', 'proxySupport', 'proxyAuthorization', 'proxyStrictSSL'].some((name) =>
    event.affectsConfiguration(`http.${name}`),
  );
}

/** `http.proxy` and `http.noProxy`, else the environment, as VS Code itself does; none with `http.proxySupport` off. */
export function proxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  if (http.get('proxySupport') === 'off') return noProxy;
  const environment = vscode.workspace.isTrusted ? proxyFromEnvironment(process.env) : noProxy;
  const proxy = text(http.get('proxy'));
  const except: unknown = http.get('noProxy');
  return {
    ...environment,
    http: proxy ?? environment.http,
    https: proxy ?? environment.https,
    authorization: text(http.get('proxyAuthorization')),
    verify: http.get('proxyStrictSSL') !== false,
    except: Array.isArray(except) && except.length > 0 ? except.map(String) : environment.except,
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
