// All commands, and their common options.
import { Command } from 'commander';
import { version } from '../../../package.json';
import { backupCommand, restoreCommand } from './commands/backup';
import { benchCommand } from './commands/bench';
import { whole } from './commands/command';
import { completionCommand } from './commands/completion';
import { doctorCommand } from './commands/doctor';
import { countCommand, lsCommand, watchCommand } from './commands/listing';
import { joinCommand, leaveCommand } from './commands/membership';
import { exportCommand, importCommand } from './commands/records';
import { recoverCommand } from './commands/recover';
import { nodeCommand, pathCommand, ringCommand } from './commands/ring';
import { tokenCommand } from './commands/token';
import { deleteCommand, getCommand, putCommand } from './commands/values';
import { EXIT_MEANINGS } from './base/exit-codes';
import type { Io } from './base/io';

const HELP_WIDTH = 96;

export function createProgram(io: Io): Command {
  const program: Command = new Command('chordctl')
    .description('The command line of a ring: values, listings, members, exports and checks.')
    .version(version, '--version', 'print the version')
    .option(
      '-e, --endpoints <list>',
      'nodes to ask, host:port or URLs with commas between them; the next is tried when one is down (CHORD_ENDPOINTS; localhost:5000)',
    )
    .option(
      '--token-file <file>',
      'the file that holds the bearer token (CHORD_TOKEN_FILE, or the token itself in CHORD_TOKEN)',
    )
    .option(
      '--timeout <seconds>',
      'how long a request may take, further attempts included',
      whole(1, 86_400),
    )
    .option('--json', 'print JSON, for programs')
    .option('-q, --quiet', 'no progress and no remarks on standard error')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText('after', exitCodeText());
  const commands = [
    ...[putCommand, getCommand, deleteCommand, lsCommand, countCommand, watchCommand],
    ...[ringCommand, nodeCommand, pathCommand, joinCommand, leaveCommand],
    ...[
      exportCommand,
      importCommand,
      backupCommand,
      restoreCommand,
      recoverCommand,
      benchCommand,
      tokenCommand,
      doctorCommand,
    ],
  ].map((make) => make(io));
  for (const each of [...commands, completionCommand(io, () => program)])
    program.addCommand(each.helpOption('-h, --help', 'show help'));
  for (const each of program.commands) tame(each, io, `chordctl ${each.name()}`);
  tame(program, io, 'chordctl');
  return program;
}

/** Keeps the parser from ending the process, and from writing past `io`. */
function tame(command: Command, { streams }: Io, call: string): void {
  command.showHelpAfterError(`(see ${call} --help)`);
  command.exitOverride().configureOutput({
    writeOut: (text) => void streams.stdout.write(text),
    writeErr: (text) => void streams.stderr.write(text),
    getOutHelpWidth: () => HELP_WIDTH,
    getErrHelpWidth: () => HELP_WIDTH,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
}

function exitCodeText(): string {
  const lines = Object.entries(EXIT_MEANINGS).map(
    ([code, meaning]) => `  ${code.padStart(3)}  ${meaning.replaceAll('`', '')}`,
  );
  return `\nExit codes:\n${lines.join('\n')}`;
}
