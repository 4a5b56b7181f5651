// The entries of the log: what a group of writes leaves in each place, and in the state of the node.
import type { Changes } from './changes';
import { ENTRY_HEAD } from './log-frame';

const PUT = 1;
const REMOVE = 2;
const STATE = 3;
/** Kind (1), size of the name (2), size of the value (4); then both. */
const NAME_SIZE_AT = 1;
const VALUE_SIZE_AT = 3;
const ITEM_HEAD = 7;

export interface LogReader {
  put(name: Buffer, bytes: Buffer): void;
  remove(name: Buffer): void;
  putState(name: string, value: string): void;
}

/** Bytes of the entry, the head included. */
export function entrySizeOf({ all, states }: Changes): number {
  let size = ENTRY_HEAD;
  for (const { name, bytes } of all) size += ITEM_HEAD + name.length + (bytes?.length ?? 0);
  for (const [name, value] of states)
    size += ITEM_HEAD + Buffer.byteLength(name) + Buffer.byteLength(value);
  return size;
}

/**
 * Writes the entry behind the room for its head. The changes refer to the copy of their bytes that is in it from then on,
 * and no longer hold the buffers that they came in.
 * @param entry of the size that `entrySizeOf` returns
 */
export function encodeEntry({ all, states }: Changes, entry: Buffer): void {
  let at = ENTRY_HEAD;
  for (const touched of all) {
    const { name, bytes } = touched;
    at = putHead(entry, at, bytes ? PUT : REMOVE, name.length, bytes?.length ?? 0);
    entry.set(name, at);
    touched.name = entry.subarray(at, at + name.length);
    at += name.length;
    if (!bytes) continue;
    entry.set(bytes, at);
    touched.bytes = entry.subarray(at, at + bytes.length);
    at += bytes.length;
  }
  for (const [name, value] of states) {
    at = putHead(entry, at, STATE, Buffer.byteLength(name), Buffer.byteLength(value));
    at += entry.write(name, at);
    at += entry.write(value, at);
  }
}

export function readEntry(payload: Buffer, reader: LogReader): void {
  for (let at = 0; at < payload.length;) {
    const kind = payload[at];
    const nameEnd = at + ITEM_HEAD + payload.readUInt16LE(at + NAME_SIZE_AT);
    const end = nameEnd + payload.readUInt32LE(at + VALUE_SIZE_AT);
    const name = payload.subarray(at + ITEM_HEAD, nameEnd);
    const value = payload.subarray(nameEnd, end);
    if (kind === PUT) reader.put(name, value);
    else if (kind === REMOVE) reader.remove(name);
    else reader.putState(name.toString(), value.toString());
    at = end;
  }
}

function putHead(entry: Buffer, at: number, kind: number, name: number, value: number): number {
  entry[at] = kind;
  entry.writeUInt16LE(name, at + NAME_SIZE_AT);
  entry.writeUInt32LE(value, at + VALUE_SIZE_AT);
  return at + ITEM_HEAD;
}
