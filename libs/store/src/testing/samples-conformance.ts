// Records for tests: one at a time by `makeRecord`, and any at all for properties.
import fc from 'fast-check';
import type { Position } from '../record/position';
import type { StoredRecord } from '../record/stored-record';
import { COUNTER_MAX, type Version } from '../record/version';
import { encodeUtf8 } from '../base/utf8';

export function makeVersion(timeMs: number, counter = 0): Version {
  return { timeMs, counter, node: 'abcd', boot: '00010002' };
}

export function makeRecord(
  keyId: string,
  key: string,
  over: Partial<StoredRecord> = {},
): StoredRecord {
  const version = over.version ?? makeVersion(1_700_000_000_000);
  return {
    keyId,
    key,
    value: encodeUtf8(`value of ${key}`),
    contentType: 'text/plain',
    version,
    expiresAtMs: null,
    deleted: false,
    modifiedAtMs: 1_700_000_000_000,
    writes: [{ id: '0123456789abcdef', version, created: true }],
    ...over,
  };
}

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

/** Few values each, so that equal parts are common. */
export const someVersion: fc.Arbitrary<Version> = fc.record({
  timeMs: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeNat()),
  counter: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: COUNTER_MAX })),
  node: fc.oneof(fc.constantFrom('0a', '0b'), hex(2)),
  boot: fc.oneof(fc.constantFrom('00000001', '00000002'), hex(8)),
});

export const someKey = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 50 })
  .filter((text) => !/\p{Cc}/u.test(text));

export const someRecord: fc.Arbitrary<StoredRecord> = fc.record({
  key: someKey,
  keyId: fc.constant('0abc'),
  value: fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
  contentType: fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  version: someVersion,
  expiresAtMs: fc.option(fc.maxSafeNat()),
  deleted: fc.boolean(),
  modifiedAtMs: fc.maxSafeNat(),
  writes: fc.array(fc.record({ id: hex(16), version: someVersion, created: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  }),
});

export function keysOf(items: readonly Position[]): string[] {
  return items.map(({ keyId, key }) => `${keyId} ${key}`);
}
