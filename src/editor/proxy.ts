/**
 * VS Code's own network settings. The host applies them to `http` and `https` only:
 * a client with sockets of its own must read them itself.
 */
import * as vscode from 'vscode';
import { proxyFromEnvironment } from '../client/proxyEnvironment.ts';
import { noProxy, type ProxySettings } from '../client/proxySettings.ts';
import type { ClientSettings } from '../client/settings.ts';

export function affectsProxy(event: vscode.ConfigurationChangeEvent): boolean {
  return names.some((name) => event.affectsConfiguration(`http.${name}`));
}

const names = [
  'proxy',
  'noProxy',
  'proxySupport',
  'proxyAuthorization',
  'proxyStrictSSL',
  'systemCertificates',
] as const;

export type NetworkSettings = Pick<ClientSettings, 'proxy' | 'systemCa'>;

/** How VS Code itself gets at the system's authorities (`http.systemCertificatesNode`) makes no difference here. */
export function networkSettings(): NetworkSettings {
  const setting = hostSettings();
  return { proxy: proxyOf(setting), systemCa: setting('systemCertificates') !== false };
}

/** `http.proxy` and `http.noProxy`, else the environment, as VS Code itself does; none with `http.proxySupport` off. */
function proxyOf(setting: HostSettings): ProxySettings {
  // `on`, `fallback` and `override` tell what wins over a proxy of an extension's own, which we have not.
  if (setting('proxySupport') === 'off') return noProxy;
  const environment = vscode.workspace.isTrusted ? proxyFromEnvironment(process.env) : noProxy;
  const proxy = text(setting('proxy'));
  const except: unknown = setting('noProxy');
  return {
    ...environment,
    http: proxy ?? environment.http,
    https: proxy ?? environment.https,
    authorization: text(setting('proxyAuthorization')),
    verify: setting('proxyStrictSSL') !== false,
    except: Array.isArray(except) && except.length > 0 ? except.map(String) : environment.except,
  };
}

type HostSettings = (name: (typeof names)[number]) => unknown;

/** As VS Code itself, on the machine in front of one only what the user has set counts, not the workspace. */
function hostSettings(): HostSettings {
  const http = vscode.workspace.getConfiguration('http');
  return (name) => {
    if (vscode.env.remoteName !== undefined) return http.get(name);
    const found = http.inspect(name);
    return found?.globalValue ?? found?.defaultValue;
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
