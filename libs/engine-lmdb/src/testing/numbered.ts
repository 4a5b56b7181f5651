// A record for each number, so that two processes agree on what was written.
import type { StoredRecord } from '@chord-dht/store';
import { createHash } from 'node:crypto';

const VALUE_BYTES = 1_000;

export function numbered(number: number): StoredRecord {
  const key = `key ${number}`;
  const version = {
    timeMs: 1_700_000_000_000 + number,
    counter: number,
    node: 'ab'.repeat(20),
    boot: '00010001',
  };
  return {
    key,
    keyId: createHash('sha1').update(key).digest('hex'),
    value: new Uint8Array(VALUE_BYTES).fill(number & 0xff),
    contentType: 'application/octet-stream',
    version,
    expiresAtMs: null,
    deleted: false,
    modifiedAtMs: 1_700_000_000_000,
    writes: [{ id: '0123456789abcdef', version, created: true }],
  };
}
