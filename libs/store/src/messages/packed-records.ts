// Many records as one row of bytes: to make and to free one costs less than one for each.
import { ByteReader, ByteWriter } from '../record/byte-cursor';
import { malformed } from './field-reader';

const LENGTH_SIZE = 4;

export function packRecords(records: readonly Uint8Array[]): Uint8Array {
  const size = records.reduce((sum, { length }) => sum + LENGTH_SIZE + length, 0);
  const writer = new ByteWriter(size);
  for (const record of records) writer.slice(record);
  return writer.bytes;
}

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
