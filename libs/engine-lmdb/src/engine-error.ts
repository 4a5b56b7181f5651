// The reasons why an engine cannot be used: its data directory is unavailable, or it is closed.
import { CodedError } from '@chord-dht/chord';
import { StoreError } from '@chord-dht/store';

/**
 * - `DATA_LOCKED`: another process uses the directory. `DATA_UNUSABLE`: it cannot be read or written,
 *   or holds something else than records of this ring.
 */
export type EngineErrorCode = 'DATA_LOCKED' | 'DATA_UNUSABLE';

export class EngineError extends CodedError<EngineErrorCode> {}

/** @param reason why; without a stop */
export function unusable(directory: string, reason: string): EngineError {
  return new EngineError(
    'DATA_UNUSABLE',
    `The data directory ${directory} cannot be used: ${reason}.`,
    { directory },
  );
}

/**
 * A node that stops closes its engine while answers of peers may still come in. What is asked of a
 * closed environment is no defect of the asker, and a write to one would end the process.
 */
export function closed(): StoreError {
  return new StoreError('UNAVAILABLE', 'The node is stopping.', { outcome: 'not-applied' });
}
