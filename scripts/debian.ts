/** Debian packages that the tests need, installed when they are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian package → the file that shows it is there. */
const files = {
  'apache2-bin': '/usr/sbin/apache2',
  chromium: '/usr/bin/chromium',
  curl: '/usr/bin/curl',
  'fonts-droid-fallback': '/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf',
  haproxy: '/usr/sbin/haproxy',
  'nginx-light': '/usr/sbin/nginx',
  openssl: '/usr/bin/openssl',
  squid: '/usr/sbin/squid',
} as const;

export type DebianPackage = keyof typeof files;

/** Installs what is missing. Throws a sentence that says what to do where that is not possible. */
export function needDebianPackages(...names: readonly DebianPackage[]): void {
  const missing = names.filter((name) => !existsSync(files[name]));
  if (missing.length === 0) return;
  const wish = `Please install ${missing.join(' and ')} and try again`;
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`This machine has no apt-get. ${wish}`);
  console.log(`Installing ${missing.join(', ')} (apt-get)`);
  // Without `sudo -n`, a run that nobody watches would wait for a password.
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  apt([...prefix, 'apt-get', 'update'], wish);
  apt([...prefix, 'apt-get', 'install', '--yes', '--no-install-recommends', ...missing], wish);
}

function apt(command: readonly string[], wish: string): void {
  const [program = '', ...rest] = command;
  const { status, error, stderr, stdout } = spawnSync(program, rest, {
    encoding: 'utf8',
    // Servers are wanted as programs: in run level 1 no package starts a service.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw new Error(`${program} could not be started. ${wish}`);
  if (status === 0) return;
  const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(`${command.join(' ')} failed. ${wish}\n${tail}`);
}
