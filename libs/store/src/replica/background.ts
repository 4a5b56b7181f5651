// Work that nobody waits for.
import type { ReplicaContext } from './replica-context';

/** Resolves after about `meanMs`, spread by half of it to both sides, on the node's own clock. */
export function pause({ chord }: Pick<ReplicaContext, 'chord'>, meanMs: number): Promise<void> {
  return new Promise((resolve) => {
    chord.clock.after(meanMs * (0.5 + chord.random.next()), resolve);
  });
}

/** Lets a task run by itself; failures of peers are everyday, anything else is a fault to report. */
export function inBackground(
  { events }: Pick<ReplicaContext, 'events'>,
  task: Promise<unknown>,
): void {
  task.catch((error: unknown) => events.emit({ type: 'store-fault', error }));
}
