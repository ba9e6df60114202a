#!/usr/bin/env node
/** The terminal surface's composition root: see `src/cli/main.ts` for what it can do. */
import { main } from './cli/main.ts';
import { createTerminal } from './cli/terminal.ts';

// Whatever is foreseen has an exit code and a sentence of its own.
const bugExitCode = 70;

// Who waits for what never comes has nothing left to do, and Node would end well, with half of it done.
process.exitCode = bugExitCode;
process.once('beforeExit', () => {
  tellBug('the command ended before its end');
});

const terminal = createTerminal(process);

main(process.argv.slice(2), terminal).then(leave, (error: unknown) => {
  tellBug(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  leave(bugExitCode);
});

function tellBug(text: string): void {
  terminal.stderr.write(`keepalive: a bug, please report it: ${text}\n`);
}

/** Once all is written. */
function leave(exitCode: number): void {
  terminal.stdout.flush();
  terminal.stderr.flush();
  // A turn later, for the last lines may have found the disk full, which is to be told.
  process.stdout.write('', () => {
    setImmediate(() => {
      terminal.stderr.flush();
      const isCut = terminal.isBroken() && exitCode < 2;
      process.stderr.write('', () => {
        end(isCut ? 2 : exitCode);
      });
    });
  });
}

/**
 * A name lookup that nobody answers can't be taken back. Node's own exit gives up those that wait for their turn,
 * and stays for those under way until the resolver gives up, often 10 s; a signal that nobody heeds ends the process at once.
 */
function end(exitCode: number): void {
  const interruption = terminal.interruptedBy();
  // Windows knows no signals; elsewhere the first process of a container does not end by its own.
  const isBySignal = process.platform !== 'win32' && interruption?.exitCode === exitCode;
  if (isBySignal) process.kill(process.pid, interruption.signal);
  process.exit(exitCode);
}
