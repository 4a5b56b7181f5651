// Opens the record stores of a member by its options.
import { MemoryRecordStore } from '@chord-dht/store';
import { nativeChecksum, openLmdb } from '@chord-dht/engine-lmdb';
import { codeOf } from '@chord-dht/chord';
import { StartError } from '../base/errors';
import type { MemberOptions } from '../options/member-options';
import type { MemberLog } from '../ports/member-log';
import type { RecordStoreFactory } from '../ports/tokens';
import { folderOf, isUsed, surplusFolders } from './position-folders';

type RecordOptions = Pick<
  MemberOptions,
  'store' | 'dataDir' | 'durability' | 'bits' | 'virtualNodes' | 'host' | 'port'
>;

/**
 * Each position keeps its records in a folder of its own below `dataDir`.
 * @param onFatal called for a commit that failed: no answer of the engine is reliable from then on
 */
export function recordStoresOf(
  options: RecordOptions,
  log: MemberLog,
  onFatal: (error: unknown) => void,
): RecordStoreFactory {
  const { store, dataDir, durability, bits, host, port } = options;
  if (store === 'memory') return () => new MemoryRecordStore({ checksum: nativeChecksum });
  const folder = dataDir ?? defaultDataDir(options);
  const open = async (position: number) => {
    if (position === 0) refuseSurplus(folder, options.virtualNodes);
    try {
      return await openLmdb({
        directory: folderOf(folder, position),
        node: `${host}:${port}`,
        bits,
        durability,
        onFatal,
        onNotice: (message) => log.warn('data-folder', { message }),
        onIndexing: (done, total) => log.info('building-indexes', { done, total }),
      });
    } catch (error) {
      throw explain(error);
    }
  };
  return Object.assign(open, { isUsed: (position: number) => isUsed(folder, position) });
}

/** `.data/<host>-<port>`, in the folder where the process was started. */
export function defaultDataDir({ host, port }: Pick<MemberOptions, 'host' | 'port'>): string {
  return `.data/${host.replace(/[^a-z0-9._-]/gi, '_')}-${port}`;
}

/** A surplus folder may have the last copy of a record; only an operator can tell that it has not. */
function refuseSurplus(dataDir: string, virtualNodes: number): void {
  const surplus = surplusFolders(dataDir, virtualNodes);
  if (surplus.length === 0) return;
  throw new StartError(
    'CONFIGURATION',
    `${surplus.join(', ')} belong to an earlier start with more --virtual-nodes. Start with as many ` +
      'as then; to have fewer, let that node leave its ring and remove these folders.',
  );
}

function explain(error: unknown): unknown {
  const { message } = error as Error;
  switch (codeOf(error)) {
    case 'DATA_LOCKED':
      return new StartError('DATA_LOCKED', `${message} Stop it, or choose another --data-dir.`);
    case 'DATA_UNUSABLE':
      return new StartError('DATA_UNUSABLE', `${message} Choose another --data-dir.`);
    default:
      return error;
  }
}
