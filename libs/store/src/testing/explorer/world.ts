// A small world in which the machine of views runs: hosts, what is under way between them, and what may still go wrong.
import type { NodeRef } from '@chord-dht/chord';
import type { Request } from '../../view/change';
import type { Member } from '../../view/machine';
import type { ChangeWarrant, View, ViewName } from '../../view/view';
import type { Segment } from '../../view/view-map';

/**
 * What lies under a key. `version` orders writes as a hybrid clock does: later than what its primary had,
 * and told apart by the host. `writes` is every write that it builds on, itself last.
 */
export interface Stored {
  readonly version: number;
  readonly writes: readonly number[];
  /** The view that it was written in. */
  readonly view: ViewName;
}

/** By key. */
export type Records = readonly (Stored | null)[];

/** An operation of the primary that waits for the other members. */
export interface Operation {
  readonly kind: 'write' | 'read';
  readonly number: number;
  readonly key: number;
  readonly view: View;
  /** What the primary had when it began to ask. */
  readonly stored: Stored | null;
  readonly confirmed: readonly number[];
  /** The disks of those that have confirmed it. */
  readonly disks: readonly string[];
  readonly refused: readonly number[];
  /** For a reading: the writes that were acknowledged when it began. */
  readonly known: readonly number[];
}

/** A member that is being brought up to date by its primary. */
export interface Mending {
  readonly to: number;
  readonly view: View;
  readonly asked: Request;
}

export interface Host {
  readonly isUp: boolean;
  /** Its process; `parts` may be ahead of the disk. */
  readonly member: Member;
  readonly kept: readonly Segment[];
  readonly records: Records;
  /** The changes of views that it has begun, over all its lives. */
  readonly runs: number;
  /** The highest round of a ballot that it has used, over all its lives: no two of them use one. */
  readonly ballots: number;
  readonly operation: Operation | null;
  readonly mending: Mending | null;
  /** Views of other lineages that it has heard of. */
  readonly foreign: readonly View[];
}

/** What a host waits for. */
export type Purpose =
  | { readonly of: 'change'; readonly run: number; readonly round: number }
  | { readonly of: 'operation'; readonly number: number }
  | { readonly of: 'mending'; readonly kind: Request['kind'] }
  | { readonly of: 'nothing' };

export type Body =
  | {
      readonly kind: 'request';
      readonly request: Request;
      /** What the sender has, when it is sent along. */
      readonly records: Records | null;
      readonly under: ChangeWarrant | null;
    }
  | { readonly kind: 'write'; readonly view: View; readonly key: number; readonly stored: Stored }
  | { readonly kind: 'read'; readonly view: View; readonly key: number }
  | {
      /** Of a home replica that wants to know what is there, and says so of its view. */
      readonly kind: 'get';
      readonly view: View;
      readonly key: number;
      /** The writes that were acknowledged when it asked. */
      readonly known: readonly number[];
    }
  | { readonly kind: 'reply'; readonly reply: unknown; readonly records: Records | null };

export interface Message {
  readonly from: number;
  readonly to: number;
  readonly purpose: Purpose;
  readonly body: Body;
}

/** How often something may still happen. */
export interface Allowance {
  readonly proposals: number;
  readonly writes: number;
  readonly reads: number;
  /** Readings that begin at another member than the primary, which confirms them when it asks. */
  readonly gets: number;
  readonly mendings: number;
  /** A host asks another what it knows. */
  readonly hearings: number;
  readonly crashes: number;
  readonly wipes: number;
  /** Questions that are given up though the other is there; it may still hear them, at any later time. */
  readonly timeouts: number;
  readonly duplicates: number;
}

/** A write that a client was told is done, with the disks that it was on by then. */
export interface Acknowledged {
  readonly write: number;
  readonly key: number;
  readonly view: View;
  readonly disks: readonly string[];
}

export interface Counted extends ViewName {
  readonly disk: string;
}

/** What nobody in the world knows, for the checkers. */
export interface Ghost {
  readonly acknowledged: readonly Acknowledged[];
  /** Views in which somebody was ever synced. */
  readonly begun: readonly View[];
  /** By host: the views in which it was ever synced, on any disk. */
  readonly counted: readonly (readonly Counted[])[];
  /** What went wrong as it happened. */
  readonly broken: readonly string[];
}

export const NODES: readonly NodeRef[] = ['20', '40', '60', '80', 'a0'].map((id, index) => ({
  id,
  address: `${'ABCDE'[index]}:1`,
}));

export function indexOf({ id }: NodeRef): number {
  return NODES.findIndex((node) => node.id === id);
}
