// What every part of the store of one node has in hand.
import type { Caller, ChordNode, Emitter } from '@chord-dht/chord';
import type { Authority } from './primary/authority';
import type { StoreEvent } from './events';
import type { StoreMessages } from './messages/store-messages';
import type { StoreReader } from './messages/store-reader';
import type { KeyQueue } from './primary/key-queue';
import type { ViewMessages } from './views/view-messages';
import type { StoreParameters } from './parameters';
import type { RecordStore } from './ports/record-store';
import type { HybridClock } from './record/hybrid-clock';

export interface StoreContext {
  readonly chord: ChordNode;
  readonly records: RecordStore;
  readonly parameters: StoreParameters;
  readonly events: Emitter<StoreEvent>;
  readonly authority: Authority;
  readonly queue: KeyQueue;
  readonly clock: HybridClock;
  readonly read: StoreReader;
  readonly call: Caller<StoreMessages & ViewMessages>;
}

/** Resolves after about `meanMs`, spread by half of it to both sides, on the node's own clock. */
export function pause({ chord }: Pick<StoreContext, 'chord'>, meanMs: number): Promise<void> {
  return new Promise((resolve) => {
    chord.clock.after(meanMs * (0.5 + chord.random.next()), resolve);
  });
}

/** Lets a task run by itself; failures of peers are everyday, anything else is a fault to report. */
export function inBackground(
  { events }: Pick<StoreContext, 'events'>,
  task: Promise<unknown>,
): void {
  task.catch((error: unknown) => events.emit({ type: 'store-fault', error }));
}
