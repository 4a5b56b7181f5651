// Reads many records from one array of bytes, which `record-packer.ts` makes.
import { ByteReader } from '../record/byte-cursor';
import { malformed } from './field-reader';

/**
 * Views of the packed bytes.
 * @throws ChordError `MALFORMED` when they are cut off, or more than `most`
 */
export function unpackRecords(packed: Uint8Array, most: number): Uint8Array[] {
  const records: Uint8Array[] = [];
  try {
    const reader = new ByteReader(packed);
    while (reader.offset < packed.length) {
      if (records.length === most) throw malformed('fewer records');
      records.push(reader.slice());
    }
  } catch (error) {
    if (error instanceof RangeError) throw malformed('records');
    throw error;
  }
  return records;
}
