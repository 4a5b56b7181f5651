// One call of a client of the binary protocol, from its arrival to its answer. One object for each, of one shape.
import { CodedError, type IncomingFrame, type Pieces } from '@chord-dht/chord';
import type { ServedRequest, ServicePhase } from '@chord-dht/nest';
import type { ClientCall } from '@chord-dht/store';
import type { Admission, Ticket } from '../http/overload/admission';
import type { Defects } from '../log/defects';

/** How many calls have ended how. */
export interface CallTally {
  answered: number;
  refused: number;
}

export interface CallParts {
  readonly phase: ServicePhase;
  readonly admission: Admission;
  readonly defects: Defects;
  readonly tally: CallTally;
}

const DEFECT = 'The node failed because of a defect of its own; its log has the reason.';

export class ServedCall implements ClientCall {
  /** Lets go of its place among the requests of its client. */
  release: (() => void) | undefined;
  /** Once it is admitted. */
  ticket: Ticket | undefined;
  private readonly served: ServedRequest;
  private readonly beganMs: number;

  constructor(
    private readonly frame: IncomingFrame,
    private readonly parts: CallParts,
  ) {
    this.served = parts.phase.requestBegan();
    this.beganMs = frame.arrivedMs ?? performance.now();
    this.release = undefined;
    this.ticket = undefined;
  }

  get bytes(): Uint8Array {
    return this.frame.bytes;
  }

  get deadlineMs(): number {
    return this.frame.deadlineMs;
  }

  reply(bytes: Pieces): void {
    this.parts.admission.served(performance.now() - this.beganMs);
    this.parts.tally.answered += 1;
    this.end();
    this.frame.reply(bytes);
  }

  refuse(error: unknown): void {
    this.parts.tally.refused += 1;
    this.end();
    if (error instanceof CodedError) {
      this.frame.refuse(error.code, error.message, error.detail);
      return;
    }
    this.parts.defects.report(error, { where: 'request' });
    this.frame.refuse('INTERNAL', DEFECT, { outcome: 'unknown' });
  }

  private end(): void {
    const { phase, admission } = this.parts;
    phase.requestEnded(this.served);
    if (this.ticket) admission.release(this.ticket);
    this.release?.();
  }
}
