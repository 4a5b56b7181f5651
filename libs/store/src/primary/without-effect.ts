// The writes that ended without effect: they leave no trace in a record by which the same write could be recognised.
import type { CodedError } from '@chord-dht/chord';
import { isFinal } from './failures';
import type { UnavailableDetail } from '../base/errors';
import type { WriteIdentity } from '../messages/store-messages';
import type { Position } from '../record/position';
import type { Worker } from './key-queue';
import type { OperationContext } from './operation-context';

const WRITES_MAX = 4_096;

/**
 * A message may be late, or come twice. When its sender has been told that nothing happened, by the
 * answer to another attempt, it must not take effect afterwards.
 */
export class WithoutEffect<Request extends WriteIdentity, Reply> implements Worker<Request, Reply> {
  /** How each of them ended, the oldest first. */
  private readonly ends = new Map<string, () => Reply>();

  constructor(
    private readonly writes: Worker<Request, Reply>,
    private readonly hasEffect: (reply: Reply) => boolean,
  ) {}

  /** Does a write, unless it has ended without effect already: then it ends in the same way again. */
  async work(position: Position, request: Request, operation: OperationContext): Promise<Reply> {
    // Mostly there are none.
    const end = this.ends.size === 0 ? undefined : this.ends.get(nameOf(request));
    if (end) return end();
    try {
      const reply = await this.writes.work(position, request, operation);
      if (!this.hasEffect(reply)) this.note(request, () => reply);
      return reply;
    } catch (error) {
      if (isRefusal(error))
        this.note(request, () => {
          throw error;
        });
      throw error;
    }
  }

  private note(request: Request, end: () => Reply): void {
    this.ends.set(nameOf(request), end);
    if (this.ends.size <= WRITES_MAX) return;
    const [oldest] = this.ends.keys();
    this.ends.delete(oldest as string);
  }
}

/** A client may use the same id for another try of its own, later: that is not the same write. */
function nameOf({ writeId, issuedMs }: WriteIdentity): string {
  return `${writeId} ${issuedMs}`;
}

/** True for an answer that no other attempt changes, and that says that nothing was written. */
function isRefusal(error: unknown): boolean {
  const { detail } = error as Partial<CodedError>;
  return (
    isFinal(error) && (detail as Partial<UnavailableDetail> | undefined)?.outcome !== 'unknown'
  );
}
