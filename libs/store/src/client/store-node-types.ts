// The types of a member's store, as its callers use them.
import type { ChordNode, NodeRef } from '@chord-dht/chord';
import type { Condition } from '../record/conditions';
import type { TtlSeconds } from '../record/keys';
import type { StoreParameters } from '../base/parameters';
import type { RecordStore } from '../arc/record-store';

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

/** A write that a caller may repeat: an id as `namedWriteId` makes it, the same in every repetition. */
interface Repeatable {
  readonly writeId?: string | undefined;
}

export interface PutOptions extends CallerOptions, Repeatable {
  /** `application/octet-stream` by default. */
  readonly contentType?: string | undefined;
  readonly condition?: Condition | undefined;
  /** Without one the value has no end, also when the one that it replaces has. */
  readonly ttlSeconds?: TtlSeconds | undefined;
}

export interface RemoveOptions extends CallerOptions, Repeatable {
  readonly condition?: Condition | undefined;
}

/** Who served an operation, and over how many messages between nodes. */
interface Served {
  readonly owner: NodeRef;
  readonly hops: number;
}

export type PutResult = Served & {
  readonly version: string;
  readonly created: boolean;
  /** `null` for a value without an end, `undefined` where it is not known any more. */
  readonly expiresAtMs: number | null | undefined;
  /** An earlier request has made this very write; this is its answer. */
  readonly replayed: boolean;
};
export type RemoveResult = Served & { readonly removed: boolean; readonly replayed: boolean };
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
  /** The bytes of their values. */
  readonly ownBytes: number;
}
