// The operations on a key, and how each reaches the owner.
import type { PutReply, PutRequest, RemoveReply, RemoveRequest } from '../messages/store-messages';
import type { GotBytes } from '../messages/operation-bytes';
import type { Primary } from '../primary/primary';
import type { FullContext } from '../primary/store-context';
import type { Coordinator, Reached } from './coordinator';
import { ReadAttempt } from './read-attempt';
import type { CallerOptions } from './store-node-types';
import { PutAttempt, RemoveAttempt, type Answer } from './write-attempts';

export interface OperationOptions extends CallerOptions {
  /** Ask for the owner's arc even when it is known. */
  readonly wantsArc?: boolean | undefined;
}

/** Every method throws StoreError, or the CodedError of the node that answered. */
export class Operations {
  private readonly readings: ReadAttempt;
  private readonly puts: PutAttempt;
  private readonly removals: RemoveAttempt;

  constructor(
    private readonly context: FullContext,
    primary: Primary,
    private readonly coordinator: Coordinator,
  ) {
    this.readings = new ReadAttempt(context, primary);
    this.puts = new PutAttempt(context, primary);
    this.removals = new RemoveAttempt(context, primary);
  }

  get(key: string, options: OperationOptions): Promise<Reached<GotBytes>> {
    const { timeoutMs, trace, wantsArc } = options;
    const reach = { timeoutMs, trace, wantsArc, writes: false };
    return this.coordinator.reach(
      this.context.places.placeOf(key).keyId,
      this.readings,
      key,
      reach,
    );
  }

  put(request: PutRequest, options: OperationOptions): Promise<Reached<Answer<PutReply>>> {
    const { timeoutMs, trace, wantsArc } = options;
    const reach = { timeoutMs, trace, wantsArc, writes: true, bytes: request.value.length };
    const { keyId } = this.context.places.placeOf(request.key);
    return this.coordinator.reach(keyId, this.puts, request, reach);
  }

  remove(request: RemoveRequest, options: OperationOptions): Promise<Reached<Answer<RemoveReply>>> {
    const { timeoutMs, trace, wantsArc } = options;
    const reach = { timeoutMs, trace, wantsArc, writes: true };
    const { keyId } = this.context.places.placeOf(request.key);
    return this.coordinator.reach(keyId, this.removals, request, reach);
  }
}
