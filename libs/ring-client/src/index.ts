export { RingClient } from './ring-client';
export type { RingClientOptions, RingTls } from './options';
export type { RingValue } from './ring-value';
export {
  ClientError,
  type CallOptions,
  type ClientErrorCode,
  type Outcome,
  type PutOptions,
  type WriteOptions,
  type Written,
} from '@chord-dht/client';
