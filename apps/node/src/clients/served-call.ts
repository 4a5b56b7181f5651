// One call of a client of the binary protocol, from its arrival to its answer. One object for each, of one shape.
import { CodedError, type IncomingFrame, type Pieces } from '@chord-dht/chord';
import type { ServedRequest, ServicePhase } from '@chord-dht/nest';
import type { ClientCall } from '@chord-dht/store';
import { operationsIn } from '@chord-dht/store/wire';
import type { Admission, Ticket } from '../http/overload/admission';
import type { Defects } from '../log/defects';

/** The numbers of calls by their result. */
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
  /** Frees its slot among the requests of its client. */
  release: (() => void) | undefined;
  /** Set once the call is admitted. */
  ticket: Ticket | undefined;
  /** The number of operations in the call. */
  readonly operations: number;
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
    this.operations = operationsIn(frame.bytes);
  }

  get bytes(): Uint8Array {
    return this.frame.bytes;
  }

  get deadlineMs(): number {
    return this.frame.deadlineMs;
  }

  part(bytes: Pieces): void {
    this.frame.part?.(bytes);
  }

  reply(bytes: Pieces): void {
    this.parts.admission.served(performance.now() - this.beganMs);
    this.parts.tally.answered += this.operations;
    this.end();
    this.frame.reply(bytes);
  }

  refuse(error: unknown): void {
    this.parts.tally.refused += this.operations;
    this.end();
    const { code, message, detail } = this.explain(error);
    this.frame.refuse(code, message, detail);
  }

  explain(error: unknown): CodedError {
    if (error instanceof CodedError) return error;
    this.parts.defects.report(error, { where: 'request' });
    return new CodedError('INTERNAL', DEFECT, { outcome: 'unknown' });
  }

  private end(): void {
    const { phase, admission } = this.parts;
    phase.requestEnded(this.served);
    if (this.ticket) admission.release(this.ticket);
    this.release?.();
  }
}
