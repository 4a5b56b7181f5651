// The exit codes of chordctl.
import { ClientError } from '@chord-dht/client';

export const EXIT = {
  ok: 0,
  notFound: 1,
  usage: 2,
  condition: 3,
  refused: 4,
  unavailable: 5,
  inDoubt: 6,
  partly: 7,
  defect: 70,
  interrupted: 130,
} as const;

export const EXIT_MEANINGS: Readonly<Record<(typeof EXIT)[keyof typeof EXIT], string>> = {
  0: 'done',
  1: 'there is no value under the key',
  2: 'the command, its input or a file is wrong; nothing was changed unless it says so',
  3: 'a condition does not hold (`--if-match`, `--create`)',
  4: 'refused: no token, or not one for this',
  5: 'no node answers, or the ring cannot do it now; nothing was changed',
  6: 'it is not known whether a write has taken effect',
  7: 'done in part, or something is wrong; standard error has the details',
  70: 'a defect of chordctl or of a node',
  130: 'ended by Ctrl-C',
};

/** A failure that a person can correct: one or two sentences, no stack. */
export class Fault extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
    this.name = 'Fault';
  }
}

export function usage(message: string): Fault {
  return new Fault(message, EXIT.usage);
}

/** The exit code of a thrown error, by the possible remedy. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Fault) return error.exitCode;
  if (!(error instanceof ClientError)) return EXIT.defect;
  const { code, status = 0, outcome } = error;
  if (code === 'ABORTED') return EXIT.interrupted;
  // The error has the result of each peer.
  if (code === 'JOIN_FAILED') return EXIT.partly;
  if (outcome === 'unknown') return EXIT.inDoubt;
  // A key that is refused before it is sent has no status.
  if (code === 'BAD_OPTION' || code === 'BAD_ANSWER' || code === 'KEY_INVALID') return EXIT.usage;
  if (code === 'KEY_NOT_FOUND') return EXIT.notFound;
  if (status === 412) return EXIT.condition;
  if (status === 401 || status === 403) return EXIT.refused;
  if (status === 500) return EXIT.defect;
  return status >= 400 && status < 500 && status !== 429 && status !== 408
    ? EXIT.usage
    : EXIT.unavailable;
}
