// Knows how the record store that the options name is opened, and what to tell a person when it cannot be.
import { codeOf } from '@chord-dht/chord';
import { MemoryRecordStore } from '@chord-dht/store';
import { EXIT, StartFault } from '../config/exit-codes';
import type { NodeConfig } from '../config/options';
import type { RecordStoreFactory } from '../dht/ports/tokens';
import type { Logger } from '../log/logger';
import { openLmdb } from './engine/open-lmdb';

export function recordStoreFactory(config: NodeConfig, log: Logger): RecordStoreFactory {
  if (config.store === 'memory') return () => new MemoryRecordStore();
  return async () => {
    try {
      return await openLmdb({
        directory: config.dataDir,
        bits: config.bits,
        durability: config.durability,
        onFatal: (error) => failStop(error, log),
      });
    } catch (error) {
      throw explain(error);
    }
  };
}

function explain(error: unknown): unknown {
  const { message } = error as Error;
  switch (codeOf(error)) {
    case 'DATA_LOCKED':
      return new StartFault(`${message} Stop it, or choose another --data-dir.`, EXIT.dataLocked);
    case 'DATA_UNUSABLE':
      return new StartFault(`${message} Choose another --data-dir.`, EXIT.dataUnusable);
    default:
      return error;
  }
}

/** After a failed commit nothing that the engine says is sure; the process ends and its data is as it was. */
function failStop(error: unknown, log: Logger): void {
  log.error('commit-failed', { error });
  setImmediate(() => {
    throw error;
  });
}
