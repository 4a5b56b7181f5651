// Runs one command line to its exit code.
import { ClientError } from '@chord-dht/client';
import { CommanderError } from 'commander';
import { EXIT, exitCodeOf, Fault } from './base/exit-codes';
import type { Io } from './base/io';
import { colours } from './output/colour';
import { createProgram } from './program';

/** @param args the arguments behind the name of the program */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    const program = createProgram(io);
    await program.parseAsync(args, { from: 'user' });
    return io.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (io.signal.aborted && isAbort(error)) return EXIT.interrupted;
    const paint = colours(io.hasColour('stderr'));
    io.note(`${paint.red('chordctl:')} ${wordsOf(error)}`);
    return io.signal.aborted ? EXIT.interrupted : exitCodeOf(error);
  }
}

/** True for the end of what Node itself waited for, such as standard input. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function wordsOf(error: unknown): string {
  if (error instanceof Fault) return error.message;
  if (!(error instanceof ClientError))
    return `a defect of chordctl: ${(error as Error).stack ?? String(error)}`;
  const { message, code, status, endpoint, requestId, outcome } = error;
  const facts = [
    code,
    ...(status === undefined ? [] : [String(status)]),
    ...(endpoint === undefined ? [] : [`at ${endpoint}`]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ].join(', ');
  const doubt =
    outcome === 'unknown' && code !== 'JOIN_FAILED'
      ? ' It is not known whether it has taken effect.'
      : '';
  return `${message}${doubt} (${facts})${adviceOf(error)}`;
}

function adviceOf({ code, status }: ClientError): string {
  if (status === 401) return '\nSet CHORD_TOKEN, or --token-file, to a token of this ring.';
  if (code === 'NO_ANSWER' || code === 'TIMED_OUT')
    return '\nName other nodes with --endpoints or CHORD_ENDPOINTS; `chordctl doctor` looks for the cause.';
  return '';
}
