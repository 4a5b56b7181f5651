// What the parts of a node's store that answer clients share.
import type { Caller, ChordNode, Emitter } from '@chord-dht/chord';
import type { Authority } from './authority';
import type { StoreEvent } from '../arc/events';
import type { StoreMessages } from '../messages/store-messages';
import type { StoreReader } from '../messages/store-reader';
import type { KeyQueue } from './key-queue';
import type { ViewMessages } from '../view/view-messages';
import type { StoreParameters } from '../base/parameters';
import type { RecordStore } from '../arc/record-store';
import type { HybridClock } from '../record/hybrid-clock';
import type { KnownPlaces } from '../record/known-places';
import type { ReplicaContext } from '../replica/replica-context';

export interface StoreContext {
  readonly chord: ChordNode;
  readonly records: RecordStore;
  readonly parameters: StoreParameters;
  readonly events: Emitter<StoreEvent>;
  readonly authority: Authority;
  readonly queue: KeyQueue;
  readonly clock: HybridClock;
  readonly places: KnownPlaces;
  readonly read: StoreReader;
  readonly call: Caller<StoreMessages & ViewMessages>;
}

/** What a node has in hand as a replica and as a primary. */
export type FullContext = StoreContext & ReplicaContext;
