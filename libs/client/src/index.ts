export { ChordClient, type ReadOptions, type Written } from './chord-client';
export {
  ClientError,
  type ClientErrorCode,
  type ErrorFacts,
  type NodeErrorCode,
  type Outcome,
} from './client-error';
export { whenAborted } from './abort';
export { checkedTimeout, positive } from './options';
export type {
  AnyClientOptions,
  CallOptions,
  ClientClock,
  ClientOptions,
  RecoveryOptions,
} from './options';
export type { BatchOperation, BatchOptions, BatchResult } from './batch';
export type { ListEntry, ListOptions } from './listing';
export type { WatchEvent, WatchOptions } from './watch';
export type { StoredValue, ValueInfo } from './values';
export { fromBase64, textOf, toBase64 } from './values';
export { checkedValue, type PutOptions, type WriteOptions } from './writes';
export type {
  BackupDto,
  HealthReportDto,
  JoinReportDto,
  KeyCountDto,
  KeyDto,
  KeyListDto,
  LeavePreviewDto,
  LeaveReportDto,
  LifeDto,
  KeyReplicasDto,
  LookupDto,
  NodeViewDto,
  RecoveryDto,
  ReplicaDto,
  RingDto,
} from '@chord-dht/api-client';
