// Knows how the record store that the options name is opened, and what to tell a person when it cannot be.
import { codeOf } from '@chord-dht/chord';
import { nativeChecksum, openLmdb } from '@chord-dht/engine-lmdb';
import { MemoryRecordStore } from '@chord-dht/store';
import { EXIT, StartFault } from '../config/exit-codes';
import type { NodeConfig } from '../config/options';
import { addressOf } from '../config/own-address';
import type { RecordStoreFactory } from '../dht/ports/tokens';
import type { Logger } from '../log/logger';
import { folderOf, surplusFolders } from './position-folders';

export function recordStoreFactory(config: NodeConfig, log: Logger): RecordStoreFactory {
  if (config.store === 'memory') return () => new MemoryRecordStore({ checksum: nativeChecksum });
  return async (position) => {
    if (position === 0) refuseSurplus(config);
    try {
      return await openLmdb({
        directory: folderOf(config.dataDir, position),
        node: addressOf(config),
        bits: config.bits,
        durability: config.durability,
        onFatal: (error) => failStop(error, log),
        onNotice: (message) => log.warn('data-folder', { message }),
        onIndexing: (done, total) => log.info('building-indexes', { done, total }),
      });
    } catch (error) {
      throw explain(error);
    }
  };
}

/** What lies there may be the last copy of something; only a person can say that it is not. */
function refuseSurplus({ dataDir, virtualNodes }: NodeConfig): void {
  const surplus = surplusFolders(dataDir, virtualNodes);
  if (surplus.length === 0) return;
  throw new StartFault(
    `${surplus.join(', ')} belong to an earlier start with more --virtual-nodes. Start with as many ` +
      'as then; to have fewer, let that node leave its ring and remove these folders.',
    EXIT.configuration,
  );
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
