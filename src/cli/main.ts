import { readArguments } from './arguments.ts';
import { help } from './help.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Does what the arguments ask for; the answer is the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const command = readArguments(argv);
  switch (command.kind) {
    case 'help':
      terminal.stdout.write(help);
      return 0;
    case 'version':
      terminal.stdout.write(`${version}\n`);
      return 0;
    case 'wrong':
      terminal.stderr.write(`keepalive: ${command.message}. See keepalive --help\n`);
      return 2;
    case 'send': {
      const { sendCommand } = await import('./sendCommand.ts');
      return sendCommand(command, terminal);
    }
    case 'check': {
      const { checkCommand } = await import('./checkCommand.ts');
      return checkCommand(command, terminal);
    }
    case 'parse': {
      const { parseCommand } = await import('./parseCommand.ts');
      return parseCommand(command.file, terminal);
    }
  }
}
