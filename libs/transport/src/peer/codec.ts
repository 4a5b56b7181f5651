// Encodes envelopes and replies as MessagePack, and decodes untrusted bytes.
import { ChordError, type Envelope, type NodeRef, type ReplyEnvelope } from '@chord-dht/chord';
import { Packr, RESERVE_START_SPACE } from 'msgpackr';
import { isPlainData } from './plain-data';

/** The part of all envelopes that each side sends once per connection. */
export type Introduction = Pick<Envelope, 'version' | 'ring' | 'from'>;

/**
 * Decoded objects are plain, binary data is copied (a view would keep the whole packet in memory),
 * a key `__proto__` loses its last underscore.
 */
const packr = new Packr({
  useRecords: false,
  mapsAsObjects: true,
  variableMapSize: true,
  int64AsType: 'number',
  copyBuffers: true,
});

const TYPE_LENGTH_MAX = 100;
const TEXT_LENGTH_MAX = 300;

/**
 * Encodes plain data, behind `reserved` free bytes (at most 255) for a head.
 * @throws ChordError `MALFORMED` for data that cannot be carried, or when it is larger than `bytesMax`
 */
export function encode(value: unknown, bytesMax: number, reserved = 0): Buffer {
  let bytes: Buffer;
  try {
    bytes = packr.encode(value, reserved > 0 ? RESERVE_START_SPACE | reserved : 0);
  } catch (error) {
    throw new ChordError('MALFORMED', `The message cannot be encoded: ${(error as Error).message}`);
  }
  if (bytes.length - reserved <= bytesMax) return bytes;
  const size = bytes.length - reserved;
  throw new ChordError('MALFORMED', `A message of ${size} bytes is over the limit of ${bytesMax}.`);
}

/** @throws ChordError `MALFORMED` unless the bytes are exactly one value of plain data. */
export function decode(bytes: Buffer, start = 0, end = bytes.length): unknown {
  if (!isPlainData(bytes, start, end)) throw malformed('holds something else than plain data');
  try {
    // From a plain view, so that binary data is decoded as Uint8Array and not as Buffer.
    return packr.unpack(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
  } catch {
    throw malformed('cannot be decoded');
  }
}

/**
 * Encodes an envelope as an array. Fields that equal the introduction of the connection are left out; so is the
 * receiver when it is the node at the other end.
 */
export function packEnvelope(
  envelope: Envelope,
  introduced?: Introduction,
  receiver?: string,
): unknown[] {
  const { version, ring, from, to, type, body, deadlineMs, trace } = envelope;
  const packed: unknown[] = [type, to === receiver ? true : to, deadlineMs, body];
  if (introduced && isIntroduced(envelope, introduced)) {
    if (trace !== undefined) packed.push(trace);
  } else {
    packed.push(trace ?? null, version, ring.bits, ring.hash, from.id, from.address);
  }
  return packed;
}

function isIntroduced({ version, ring, from }: Envelope, known: Introduction): boolean {
  return (
    from.id === known.from.id &&
    from.address === known.from.address &&
    version === known.version &&
    ring.bits === known.ring.bits &&
    ring.hash === known.ring.hash
  );
}

/** @throws ChordError `MALFORMED` when it is no packed envelope. */
export function unpackEnvelope(
  packed: unknown,
  introduced?: Introduction,
  receiver?: string,
): Envelope {
  if (!Array.isArray(packed) || packed.length < 4)
    throw malformed('does not have the form of a message of peers');
  const [type, to, deadlineMs, body, trace] = packed as unknown[];
  const receiverId = to === true ? receiver : to;
  const sound =
    isText(type, TYPE_LENGTH_MAX) &&
    (receiverId === null || isText(receiverId, TEXT_LENGTH_MAX)) &&
    Number.isFinite(deadlineMs) &&
    (trace === undefined || trace === null || isText(trace, TEXT_LENGTH_MAX));
  if (!sound) throw malformed('does not have the form of a message of peers');
  const introduction = packed.length > 5 ? readIntroduction(packed.slice(5)) : introduced;
  if (!introduction) throw malformed('does not name its sender');
  const { version, ring, from } = introduction;
  const envelope: Envelope = {
    version,
    ring,
    from,
    to: receiverId as string | null,
    type: type as string,
    body,
    deadlineMs: deadlineMs as number,
  };
  return typeof trace === 'string' ? { ...envelope, trace } : envelope;
}

/** `[version, bits, hash, id, address]`; `undefined` when it is none. */
export function readIntroduction(packed: readonly unknown[]): Introduction | undefined {
  const [version, bits, hash, id, address] = packed;
  const sound =
    Number.isInteger(version) &&
    Number.isInteger(bits) &&
    isText(hash, TEXT_LENGTH_MAX) &&
    isText(id, TEXT_LENGTH_MAX) &&
    isText(address, TEXT_LENGTH_MAX);
  if (!sound) return undefined;
  const from: NodeRef = { id: id as string, address: address as string };
  return {
    version: version as number,
    ring: { bits: bits as number, hash: hash as string },
    from,
  };
}

export function packIntroduction({ version, ring, from }: Introduction): unknown[] {
  return [version, ring.bits, ring.hash, from.id, from.address];
}

/** A refusal as `[code, message, detail?]`. */
export function packRefusal(reply: ReplyEnvelope & { ok: false }): unknown[] {
  const { code, message, detail } = reply;
  return detail === undefined ? [code, message] : [code, message, detail];
}

/** @throws ChordError `MALFORMED` when it is no packed refusal. */
export function unpackRefusal(packed: unknown): ReplyEnvelope {
  if (!Array.isArray(packed)) throw malformed('does not have the form of a refusal');
  const [code, message, detail] = packed as unknown[];
  if (!isText(code, TYPE_LENGTH_MAX) || typeof message !== 'string') {
    throw malformed('does not have the form of a refusal');
  }
  return detail === undefined
    ? { ok: false, code: code as string, message }
    : { ok: false, code: code as string, message, detail };
}

function isText(value: unknown, lengthMax: number): boolean {
  return typeof value === 'string' && value.length <= lengthMax;
}

function malformed(what: string): ChordError {
  return new ChordError('MALFORMED', `The message ${what}.`);
}
