// What accompanies an operation on its way through the primary.
import type { Witness } from '../messages/replica-bytes';

/** What an operation brings along beside what it asks for. */
export interface OperationContext {
  /** The node's monotonic time after which nothing is changed any more. */
  readonly deadlineAtMs: number;
  /** The request of a client that it belongs to. */
  readonly trace?: string | undefined;
  /** The home replica that asks for it. */
  readonly witness?: Witness | undefined;
}
