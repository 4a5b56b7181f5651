// Records on disk: a `RecordStore` over LMDB, with its lock, indexes, free space and backup.
export { EngineError, type EngineErrorCode } from './engine-error';
export type { Durability } from './lmdb-parts';
export { LmdbRecordStore } from './lmdb-record-store';
export { nativeChecksum } from './native-checksum';
export { openLmdb, type LmdbOptions } from './open-lmdb';
