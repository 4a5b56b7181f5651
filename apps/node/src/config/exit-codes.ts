// The exit codes of the process (after BSD's sysexits.h).

export const EXIT = {
  ok: 0,
  portTaken: 69,
  defect: 70,
  dataUnusable: 73,
  dataLocked: 75,
  configuration: 78,
} as const;

/** A start failure that an operator can correct: one line, without a stack trace. */
export class StartFault extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
    this.name = 'StartFault';
  }
}
