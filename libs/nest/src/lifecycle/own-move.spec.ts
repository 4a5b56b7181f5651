import { MemoryRecordStore } from '@chord-dht/store';
import { noteLocation } from './own-move';

class PlacedStore extends MemoryRecordStore {
  location: string | undefined;
}

function startedAt(records: PlacedStore, location: string | undefined): string[] {
  const warned: string[] = [];
  records.location = location;
  noteLocation(records, { warn: (event) => void warned.push(event) });
  return warned;
}

describe('the location of a data file', () => {
  it('is reported when it is that of a copy, once', () => {
    const records = new PlacedStore();
    expect(startedAt(records, '1-100')).toEqual([]);
    expect(startedAt(records, '1-100')).toEqual([]);
    expect(startedAt(records, '2-200')).toEqual(['data-file-copied']);
    expect(startedAt(records, '2-200')).toEqual([]);
  });

  it('is not guessed where the file system does not tell births', () => {
    const records = new PlacedStore();
    for (const location of ['1-100', undefined, '1-100'])
      expect(startedAt(records, location)).toEqual([]);
  });
});
