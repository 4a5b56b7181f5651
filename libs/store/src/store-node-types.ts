// Knows what callers of a member's store give and get.
import type { ChordNode, NodeRef } from '@chord-dht/chord';
import type { Condition } from './primary/conditions';
import type { StoreParameters } from './parameters';
import type { RecordStore } from './ports/record-store';

export interface StoreNodeOptions {
  readonly chord: ChordNode;
  readonly records: RecordStore;
  readonly parameters?: Partial<StoreParameters>;
}

export interface CallerOptions {
  /** By default the operation timeout of the ring's parameters. */
  readonly timeoutMs?: number | undefined;
  readonly trace?: string | undefined;
}

export interface GetOptions extends CallerOptions {
  /** `one`: any home replica answers, fast and possibly stale. By default the reading is linearizable. */
  readonly consistency?: 'one' | undefined;
}

/** A write that a caller may repeat: 16 hexadecimal digits, the same in every repetition. */
interface Repeatable {
  readonly writeId?: string | undefined;
}

export interface PutOptions extends CallerOptions, Repeatable {
  /** `application/octet-stream` by default. */
  readonly contentType?: string | undefined;
  readonly condition?: Condition | undefined;
  readonly ttlSeconds?: number | undefined;
}

export interface RemoveOptions extends CallerOptions, Repeatable {
  readonly ifMatch?: string | undefined;
}

/** Who served an operation, and over how many messages between nodes. */
interface Served {
  readonly owner: NodeRef;
  readonly hops: number;
}

export type PutResult = Served & { readonly version: string; readonly created: boolean };
export type RemoveResult = Served & { readonly removed: boolean };
export type GetResult = Served &
  (
    | { readonly found: false }
    | {
        readonly found: true;
        readonly value: Uint8Array;
        readonly contentType: string;
        readonly version: string;
        readonly modifiedAtMs: number;
        readonly expiresAtMs: number | null;
      }
  );

export interface NodeFigures {
  /** What lies here, whoever owns it. */
  readonly keys: number;
  readonly bytes: number;
  /** What lies here and belongs here; records on their way make it an estimate. */
  readonly ownKeys: number;
}
