// Knows why a data directory cannot be used.
import { CodedError } from '@chord-dht/chord';

/**
 * - `DATA_LOCKED`: another process uses the directory. `DATA_UNUSABLE`: it cannot be read or written,
 *   or holds something else than records of this ring.
 */
export type EngineErrorCode = 'DATA_LOCKED' | 'DATA_UNUSABLE';

export class EngineError extends CodedError<EngineErrorCode> {}
