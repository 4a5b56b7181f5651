// The interface between the conformance suite and the engine under test.
import type { RecordStore } from '../arc/record-store';
import type { Position } from '../record/position';

export interface RecordStoreHarness {
  /** The digits of an id, 4 in this suite. */
  readonly idWidth: number;
  readonly store: RecordStore;
  /** Lets a test change the stored bytes of a record; they have to be there. */
  damage(position: Position, change: (bytes: Uint8Array) => void): Promise<void>;
  /** Lays bytes under the name of a record, as they are. */
  place(position: Position, bytes: Uint8Array): Promise<void>;
  /** Closes the store and opens it again; `undefined` where an engine forgets. */
  reopen?: () => Promise<RecordStore>;
  /** From now on there is no room for anything. */
  fill(): Promise<void>;
  /** There is room again. */
  free(): Promise<void>;
  close(): Promise<void>;
}

/** The engine of the test that runs. */
export type HarnessOf = () => RecordStoreHarness;

/** All ids of a ring of `idWidth` digits. */
export const EVERYTHING = { fromId: '0000', toId: '0000' };
