import { describeRecordStore } from '../testing/record-store-conformance';
import { MemoryRecordStore } from './memory-record-store';

describeRecordStore('memory', async () => {
  const options: { bytesMax?: number } = {};
  const store = new MemoryRecordStore(options);
  return {
    idWidth: 4,
    store,
    damage: async ({ keyId, key }, change) => {
      expect(store.damage(keyId, key, change)).toBe(true);
    },
    place: async (position, bytes) => store.place(position, bytes.slice()),
    fill: async () => void (options.bytesMax = 0),
    free: async () => void delete options.bytesMax,
    close: () => store.close(),
  };
});
