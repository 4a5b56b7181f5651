// Knows how the record store that the options name is opened.
import { MemoryRecordStore } from '@chord-dht/store';
import type { NodeConfig } from '../config/options';
import type { RecordStoreFactory } from '../dht/ports/tokens';

export function openRecordStore(config: NodeConfig): RecordStoreFactory {
  void config;
  return () => new MemoryRecordStore();
}
