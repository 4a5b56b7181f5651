// Of what the record store of a directory is made; `open-lmdb.ts` opens them.
import type { FreeSpace } from './free-space';
import type { RecordNames } from './record-names';
import type { TreeTables } from './tree-writer';
import type { Unwritten } from './unwritten';
import type { WriteLog } from './write-log';

/** A write is acknowledged when it is flushed to the disk, or when it is committed: then it survives the process only. */
export type Durability = 'flush' | 'commit';

export interface LmdbParts extends TreeTables {
  readonly names: RecordNames;
  readonly space: FreeSpace;
  /** What readers find before they look at the tree. */
  readonly unwritten: Unwritten;
  readonly log: WriteLog;
  /** The last entry of the log that the tree has. */
  readonly applied: number;
  readonly durability: Durability;
  readonly onFatal: (error: unknown) => void;
  readonly location: string | undefined;
  /** The entry of the state that is put when the tree has everything and the engine ends. */
  readonly closedState: readonly [name: string, value: string];
  /** Closes the log and the environment, and lets go of the directory. */
  readonly release: () => Promise<void>;
}
