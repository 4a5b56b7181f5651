// The three requests of a client, and the results from their answers.
import { createHash, randomBytes } from 'node:crypto';
import { type CodedError, type Address, type Pieces } from '@chord-dht/chord';
import {
  checkedValue,
  ClientError,
  type ClientErrorCode,
  type PutOptions,
  type WriteOptions,
  type Written,
} from '@chord-dht/client';
import {
  ByteKind,
  checkContentType,
  checkKey,
  checkNewKey,
  checkTtl,
  clientGet,
  clientWrite,
  namedWriteId,
  namelessWriteId,
  readFound,
  readWritten,
  type ClientAnswerer,
  type ClientKind,
  type GotFound,
  type WriteBytes,
  type WrittenBytes,
} from '@chord-dht/store/wire';
import type { Question } from './call';
import { hostChecksum, hostCopy } from './host-bytes';
import { RingValue } from './ring-value';

/** @throws ClientError `KEY_INVALID`, `KEY_TOO_LARGE` */
function checkedKey(key: string, check: (key: string) => string = checkKey): string {
  try {
    return check(key);
  } catch (error) {
    const { code, message } = error as CodedError;
    throw new ClientError(code as ClientErrorCode, message, { outcome: 'not-applied' });
  }
}

/** Refuses an option that every member would refuse. @throws ClientError `BAD_OPTION` */
function checkedOption<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw badOption((error as CodedError).message);
  }
}

function badOption(sentence: string): ClientError {
  return new ClientError('BAD_OPTION', sentence, { outcome: 'not-applied' });
}

export class GetQuestion implements Question<RingValue | undefined> {
  readonly isWrite = false;
  readonly isRepeatable = true;
  readonly valueBytes = 0;

  readonly readKey: string;

  /** @throws ClientError `KEY_INVALID`, `KEY_TOO_LARGE` */
  constructor(key: string) {
    this.readKey = checkedKey(key);
  }

  bytes(kind: ClientKind, wantsArc: boolean): Pieces {
    return clientGet(kind, { key: this.readKey, wantsArc });
  }

  read(answer: Uint8Array): GotFound {
    return readFound(answer, hostChecksum, hostCopy);
  }

  resultOf(answer: ClientAnswerer, owner: Address, hops: number): RingValue | undefined {
    const { found } = answer as GotFound;
    return found && new RingValue(this.readKey, found, owner, hops);
  }
}

/** The identity of a write, by which members recognise a repetition. */
interface WriteName {
  readonly writeId: string;
  readonly isRepeatable: boolean;
}

const NOTHING = new Uint8Array(0);
const utf8 = new TextEncoder();

/** The time of the ring, from its members' answers. */
export interface RingTime {
  /** Milliseconds of the Unix epoch. */
  readonly ringMs: number;
  /** Advances the time to that of a write's version. */
  reached(version: string): void;
}

abstract class WriteQuestion<Result> implements Question<Result> {
  readonly isWrite = true;
  readonly readKey = undefined;

  protected constructor(
    private readonly write: Omit<WriteBytes, 'wantsArc' | 'repeated'>,
    readonly isRepeatable: boolean,
    private readonly time: RingTime,
  ) {}

  get valueBytes(): number {
    return this.write.value.length;
  }

  bytes(kind: ClientKind, wantsArc: boolean, repeated: boolean): Pieces {
    const { write } = this;
    return clientWrite(kind, {
      kind: write.kind,
      wantsArc,
      repeated,
      writeId: write.writeId,
      issuedMs: write.issuedMs,
      key: write.key,
      contentType: write.contentType,
      extras: write.extras,
      value: write.value,
    });
  }

  read(answer: Uint8Array): ReturnType<typeof readWritten> {
    return readWritten(answer);
  }

  resultOf(answer: ClientAnswerer, owner: Address, hops: number): Result {
    const { written } = answer as ReturnType<typeof readWritten>;
    // For a key that is written all the time, a record remembers its writes only for a short time: the next write must
    // not begin before that time.
    if (written.version !== null) this.time.reached(written.version);
    return this.resultOfWrite(written, owner, hops);
  }

  protected abstract resultOfWrite(written: WrittenBytes, owner: Address, hops: number): Result;
}

export class PutQuestion extends WriteQuestion<Written> {
  /** @throws ClientError `BAD_OPTION`, `KEY_INVALID`, `KEY_TOO_LARGE` */
  constructor(named: string, given: string | Uint8Array, options: PutOptions, time: RingTime) {
    const key = checkedKey(named, checkNewKey);
    checkedValue(given);
    const value = typeof given === 'string' ? utf8.encode(given) : given;
    const contentType = checkedOption(() =>
      checkContentType(options.contentType ?? defaultType(given)),
    );
    const ttl = checkedOption(() => checkTtl(options.ttl)) ?? undefined;
    const condition = conditionOf(options);
    const said = ttl === undefined ? undefined : String(ttl);
    const { writeId, isRepeatable } = nameOf({
      ...{ method: 'PUT', key, options, ttl: said, contentType, body: value },
    });
    super(
      {
        kind: ByteKind.put,
        writeId,
        issuedMs: time.ringMs,
        key,
        contentType,
        extras:
          condition === null && ttl === undefined ? null : { condition, ttlSeconds: ttl ?? null },
        value,
      },
      isRepeatable,
      time,
    );
  }

  protected override resultOfWrite(written: WrittenBytes, owner: Address, hops: number): Written {
    const { version, changed: created, expiresAtMs, replayed } = written;
    const expiresAt = typeof expiresAtMs === 'number' ? new Date(expiresAtMs) : null;
    return { version: version ?? '', created, expiresAt, replayed, owner, hops };
  }
}

/** The result is true when there was a value. */
export class DeleteQuestion extends WriteQuestion<boolean> {
  /** @throws ClientError `BAD_OPTION`, `KEY_INVALID`, `KEY_TOO_LARGE` */
  constructor(named: string, options: WriteOptions, time: RingTime) {
    const key = checkedKey(named);
    const condition = conditionOf(options);
    const { writeId, isRepeatable } = nameOf({ method: 'DELETE', key, options, body: NOTHING });
    super(
      {
        kind: ByteKind.remove,
        writeId,
        issuedMs: time.ringMs,
        key,
        contentType: '',
        extras: condition === null ? null : { condition },
        value: NOTHING,
      },
      isRepeatable,
      time,
    );
  }

  protected override resultOfWrite({ changed }: WrittenBytes): boolean {
    return changed;
  }
}

function conditionOf({ ifMatch, ifNoneMatch }: WriteOptions): Record<string, string> | null {
  if (ifMatch === undefined && ifNoneMatch === undefined) return null;
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  };
}

interface Asked {
  readonly method: 'PUT' | 'DELETE';
  readonly key: string;
  readonly options: WriteOptions;
  readonly ttl?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body: Uint8Array;
}

const FORM = /^[\x21-\x7e]{1,200}$/;

/** @throws ClientError `BAD_OPTION` */
function nameOf(asked: Asked): WriteName {
  const { idempotencyKey } = asked.options;
  if (idempotencyKey === undefined || idempotencyKey === false)
    return { writeId: namelessWriteId(randomDigits()), isRepeatable: idempotencyKey !== false };
  if (FORM.test(idempotencyKey))
    return { writeId: namedWriteId(...digestsOf(idempotencyKey, asked)), isRepeatable: true };
  throw badOption(
    'An idempotencyKey is a text of 1 to 200 visible ASCII characters without spaces.',
  );
}

/** Names a write as the HTTP API does, so that each recognises the other's writes. */
function digestsOf(
  given: string,
  { method, key, options, ttl, contentType, body }: Asked,
): [name: string, request: string] {
  const { ifMatch, ifNoneMatch } = options;
  const conditions = [ifMatch, ifNoneMatch, undefined].map((version) => version && tagOf(version));
  const said = JSON.stringify([method, key, conditions, ttl ?? null, contentType ?? null]);
  const name = createHash('sha256')
    .update(JSON.stringify([given, key]))
    .digest('hex');
  return [name, createHash('sha256').update(said).update('\n').update(body).digest('hex')];
}

const tagOf = (version: string): string => (version === '*' ? '*' : `"${version}"`);

function defaultType(value: string | Uint8Array): string {
  return typeof value === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

const DIGITS = 16;
const POOL_BYTES = 8_192;
let pool = '';
let poolAt = 0;

/** Sixteen random hexadecimal digits, drawn in bulk: small requests for random bytes are costly. */
function randomDigits(): string {
  if (poolAt + DIGITS > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    poolAt = 0;
  }
  poolAt += DIGITS;
  return pool.slice(poolAt - DIGITS, poolAt);
}
