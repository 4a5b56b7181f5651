// What the parts of replication share.
import type { Caller, ChordNode, Emitter } from '@chord-dht/chord';
import type { StoreEvent } from '../arc/events';
import type { ByteCalls } from '../messages/byte-calls';
import type { StoreMessages } from '../messages/store-messages';
import type { StoreReader } from '../messages/store-reader';
import type { StoreParameters } from '../base/parameters';
import type { RecordStore } from '../arc/record-store';
import type { HybridClock } from '../record/hybrid-clock';
import type { BlockedArcs } from '../view/blocked-arcs';
import type { KnownPlaces } from '../record/known-places';
import type { ViewBook } from '../view/view-book';
import type { ViewReader } from '../view/view-codec';
import type { ViewMessages } from '../view/view-messages';
import type { Arrivals } from './arrivals';
import type { Marks } from './marks';
import type { Movement } from './movement';
import type { Precedence } from './precedence';
import type { RecentWrites } from './recent-writes';
import type { Unconfirmed } from './unconfirmed';
import type { WritesUnderWay } from './writes-under-way';

export interface ReplicaContext {
  readonly chord: ChordNode;
  readonly records: RecordStore;
  readonly parameters: StoreParameters;
  readonly events: Emitter<StoreEvent>;
  readonly clock: HybridClock;
  readonly places: KnownPlaces;
  readonly read: StoreReader;
  readonly readView: ViewReader;
  readonly book: ViewBook;
  readonly blocked: BlockedArcs;
  readonly underWay: WritesUnderWay;
  readonly unconfirmed: Unconfirmed;
  readonly arrivals: Arrivals;
  readonly recentWrites: RecentWrites;
  /** Up to where others have what was written here. */
  readonly told: Marks;
  readonly movement: Movement;
  readonly precedence: Precedence;
  /** Names the incarnation of this process. */
  readonly incarnation: string;
  readonly calls: ByteCalls;
  readonly call: Caller<StoreMessages & ViewMessages>;
}
