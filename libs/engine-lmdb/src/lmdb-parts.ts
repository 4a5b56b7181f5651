// Of what the record store of a directory is made; `open-lmdb.ts` opens them.
import type { Database, RootDatabase } from 'lmdb';
import type { BucketLog } from './bucket-log';
import type { FreeSpace } from './free-space';
import type { RecordIndexes } from './record-indexes';
import type { RecordNames } from './record-names';
import type { SparePages } from './spare-pages';

/** A write is acknowledged when it is flushed to the disk, or when it is committed: then it survives the process only. */
export type Durability = 'flush' | 'commit';

export interface LmdbParts {
  readonly root: RootDatabase;
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly names: RecordNames;
  readonly figures: BucketLog;
  readonly indexes: RecordIndexes;
  readonly spare: SparePages;
  readonly space: FreeSpace;
  readonly durability: Durability;
  readonly onFatal: (error: unknown) => void;
  readonly location: string | undefined;
  /** Lets go of the directory. */
  readonly release: () => Promise<void>;
}
