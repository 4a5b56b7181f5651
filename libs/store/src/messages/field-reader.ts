// Reads one field of a message from another process. Throws MALFORMED on anything invalid.
import { ChordError, readNodeRef, type Id, type IdSpace, type NodeRef } from '@chord-dht/chord';
import { checkKey } from '../record/keys';
import type { Position } from '../record/position';
import { parseVersion, type Version } from '../record/version';
import { isWriteId } from '../record/write-id';
import { isDiskName } from '../view/incarnation';

export interface FieldLimits {
  readonly space: IdSpace;
  readonly keyId: (key: string) => Id;
}

const MARK_LENGTH_MAX = 40;

export class FieldReader {
  constructor(private readonly fieldLimits: FieldLimits) {}

  fields(body: unknown): Record<string, unknown> {
    if (typeof body !== 'object' || body === null) throw malformed('an object');
    return body as Record<string, unknown>;
  }

  disk(value: unknown): string {
    if (!isDiskName(value)) throw malformed('the name of a disk');
    return value;
  }

  id(value: unknown): Id {
    if (!this.fieldLimits.space.isId(value))
      throw malformed(`an id of ${this.fieldLimits.space.width} hexadecimal digits`);
    return value;
  }

  node(value: unknown): NodeRef {
    const node = readNodeRef(value, this.fieldLimits.space);
    if (!node) throw malformed('a node with id and address');
    return node;
  }

  count(value: unknown): number {
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw malformed('a count');
    return value as number;
  }

  /** The name of a place among another node's changes. */
  mark(value: unknown): string {
    if (typeof value !== 'string' || value.length > MARK_LENGTH_MAX) throw malformed('a mark');
    return value;
  }

  array(value: unknown, lengthMax: number): unknown[] {
    if (!Array.isArray(value) || value.length > lengthMax) throw malformed('a list');
    return value;
  }

  /** `null`, or a key with its id. */
  position(value: unknown): Position | null {
    if (value === null || value === undefined) return null;
    const key = checkKey(this.fields(value)['key']);
    return { keyId: this.fieldLimits.keyId(key), key };
  }

  bytes(value: unknown): Uint8Array {
    if (
      !(value instanceof Uint8Array) &&
      Object.prototype.toString.call(value) !== '[object Uint8Array]'
    )
      throw malformed('bytes');
    return value as Uint8Array;
  }

  version(value: unknown): Version {
    const version = parseVersion(value);
    if (!version) throw malformed('a version');
    return version;
  }

  protected time(value: number): void {
    if (!Number.isFinite(value) || value < 0) throw malformed('a time');
  }

  protected writeId(value: unknown): string {
    if (!isWriteId(value)) throw malformed('the id of a write');
    return value;
  }
}

export function malformed(expected: string): ChordError {
  return new ChordError(
    'MALFORMED',
    `The message does not hold what it should: expected ${expected}.`,
  );
}
