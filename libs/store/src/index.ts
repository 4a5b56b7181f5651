// Values on top of routing: records, versions, operations, and how data follows the ring.
export { homeReplicas } from './arc/home-replicas';
export { Bag, type Bagged } from './collections/bag';
export { IdLists } from './collections/id-lists';
export {
  STORE_ERROR_CODES,
  StoreError,
  type Outcome,
  type StoreErrorCode,
  type UnavailableDetail,
} from './base/errors';
export type { ClientCall, ClientRights } from './answer-client';
export type { StoreEvent } from './arc/events';
export { DEFAULT_STORE_PARAMETERS, type StoreParameters } from './base/parameters';
export {
  CONTENT_TYPE_BYTES_MAX,
  KEY_BYTES_MAX,
  TTL_SECONDS_MAX,
  checkKey,
  checkNewKey,
  type TtlSeconds,
} from './record/keys';
export { segmentsOf, type Arc, type Position, type Segment } from './record/position';
export type {
  ArcFigures,
  Batch,
  OnPut,
  PackedPage,
  Page,
  PageLimit,
  PlacedRecord,
  RecordName,
  RecordStore,
  Room,
  StoreFigures,
} from './arc/record-store';
export type { EndLimit, EndMark, EndPage, NameLimit, NameMark, NamePage } from './arc/index-pages';
export { BUCKETS_MAX, arcOfBucket, bucketOf, segmentOfBucket } from './arc/bucket-ids';
export { addRecord, BucketTable, noFigures, type BucketFigures } from './arc/bucket-table';
export { figuresOfArc, figuresOfRecords, toArcFigures } from './arc/figures-of';
export { PageBuilder } from './arc/page-builder';
export type { Service, UnservedArc } from './client/service';
export { COPY_STATES, type CopyState } from './record/shown';
export { MemoryRecordStore, type MemoryRecordStoreOptions } from './arc/memory-record-store';
export {
  isLive,
  type AppliedWrite,
  type RecordHead,
  type StoredRecord,
} from './record/stored-record';
export { endOf, endOfHead, isSameEnd, type End, type EndKind } from './record/ends';
export type { Checksum } from './record/checksum';
export { crc32 } from './record/crc32';
export { putHex } from './record/hex';
export { RecordPacker } from './record/record-packer';
export { utf8Length, writeUtf8 } from './base/utf8';
export { composeRecord, type NewRecord } from './record/compose';
export { currentHead, decodeRecord, encodeRecord, weighRecord } from './record/record-codec';
export {
  checkRecordBytes,
  compareRecordVersions,
  contentTypeOf,
  expiresAtMsOf,
  findWrite,
  isDeletedIn,
  isLiveIn,
  keyOf,
  modifiedAtMsOf,
  printedVersionOf,
  valueOf,
  versionOf,
  writesOf,
} from './record/record-bytes';
export {
  bytesAt,
  bytesUnder,
  compareWithReplaced,
  headAt,
  headBytesAt,
  readableHeadAt,
  recordAt,
  replacedBy,
  type Replaced,
} from './record/stored-bytes';
export { namedWriteId } from './record/write-id';
export { compareVersions, parseVersion, printVersion, type Version } from './record/version';
export { HybridClock, type HighWater, type HybridClockOptions } from './record/hybrid-clock';
export type { Condition } from './record/conditions';
export type { ListedKey } from './messages/store-messages';
export type { KeyCopies, KeyCopy } from './client/copies';
export type { CountOptions, CountResult } from './client/counting';
export { LIST_LIMIT_MAX, type ListResult, type ListOptions } from './client/listing';
export type { ChangeKind, Seen } from './changes/change';
export { PLACE_ARCS_MAX, type WatchedArc } from './client/watched-arcs';
export type { Watch, WatchedChange, WatchGap, WatchOptions, WatchSink } from './client/watching';
export { StoreNode } from './store-node';
export type {
  CallerOptions,
  GetOptions,
  GetResult,
  NodeFigures,
  PutOptions,
  PutResult,
  RemoveOptions,
  RemoveResult,
  StoreNodeOptions,
} from './client/store-node-types';
export { isDiskOfAnother, memberAmong, renameMembers } from './view/view-book';
