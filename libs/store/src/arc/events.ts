// Every observable event of stored values.
import type { NodeRef } from '@chord-dht/chord';
import type { Arc, Position } from '../record/position';

/** Figures count records, tombstones included, and the bytes of their values. */
export type StoreEvent =
  /** This node is the primary of an arc from now on. */
  | {
      readonly type: 'view-began';
      readonly arc: Arc;
      readonly epoch: number;
      readonly members: readonly NodeRef[];
    }
  /** The next view of an arc cannot begin now; operations on its keys are answered 503 until it can. */
  | { readonly type: 'view-blocked'; readonly arc: Arc; readonly message: string }
  /** A home replica of an arc has returned under another name. */
  | {
      readonly type: 'member-moved';
      readonly arc: Arc;
      readonly former: NodeRef;
      readonly present: NodeRef;
    }
  /** A home replica was brought up to date. */
  | { readonly type: 'replica-repaired'; readonly arc: Arc; readonly node: NodeRef }
  /** Progress of a transfer of many records to or from another node, until its end. */
  | {
      readonly type: 'records-moving';
      readonly records: number;
      readonly done: number;
      readonly recordsPerSecond: number;
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'records-moved'; readonly records: number; readonly recordsPerSecond: number }
  /** Two rings had different values of one key: the later one was kept. */
  | {
      readonly type: 'conflict-resolved';
      readonly key: string;
      readonly kept: string;
      readonly discarded: string;
      readonly discardedBytes: number;
    }
  | { readonly type: 'hand-off-started'; readonly records: number }
  | { readonly type: 'hand-off-done' }
  | { readonly type: 'record-corrupt'; readonly position: Position }
  /** A record with an unreadable value was restored from another home replica. */
  | { readonly type: 'record-mended'; readonly position: Position; readonly from: NodeRef }
  /** A peer sent a record that cannot be accepted, for example with a version from the far future. */
  | { readonly type: 'record-refused'; readonly from: NodeRef; readonly message: string }
  /** An engine failed in background work, or a defect of this node's stopped background work or a request. */
  | {
      readonly type: 'store-fault';
      readonly error: unknown;
      /** The trace id of the client's request that met it. */
      readonly trace?: string;
    };
