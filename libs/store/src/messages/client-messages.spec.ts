import { joined } from '@chord-dht/chord';
import fc from 'fast-check';
import { composeRecord } from '../record/compose';
import { crc32 } from '../record/crc32';
import { clientGet, ClientKind } from './client-messages';
import { readFound, writeFound } from './found-bytes';
import { GET } from './operation-bytes';

const KEY_ID = '0123abcd';
const VERSION = { timeMs: 1_700_000_000_000, counter: 3, node: KEY_ID, boot: '01234567' };
const OTHER = { id: 'ffff0000', address: 'localhost:5001' };

const given = fc.record({
  key: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  contentType: fc.constantFrom('', 'text/plain', 'application/octet-stream'),
  value: fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 9_000 })),
  expiresAtMs: fc.option(fc.integer({ min: 1, max: 2 ** 45 })),
});

describe('the answer of a value to a client', () => {
  it('is the same from the owner itself and through another member, small or large', () => {
    fc.assert(
      fc.property(given, ({ key, contentType, value, expiresAtMs }) => {
        const record = composeRecord(
          {
            ...{ key, keyId: KEY_ID, value, contentType, version: VERSION, expiresAtMs },
            ...{ deleted: false, modifiedAtMs: 7, writeId: '0123456789abcdef', created: true },
            before: undefined,
          },
          crc32,
        );
        const told = [null, OTHER].map((owner) => {
          const answer = joined(writeFound({ owner, ownedFrom: null }, record));
          const { found, ...answerer } = readFound(answer, crc32);
          expect(answerer).toEqual({ owner, ownedFrom: null });
          return [found?.value, found?.contentType, found?.modifiedAtMs, found?.expiresAtMs];
        });
        expect(told).toEqual([
          [value, contentType, 7, expiresAtMs],
          [value, contentType, 7, expiresAtMs],
        ]);
      }),
    );
  });

  it('is requested by bytes behind the one that names the addressee', () => {
    const request = joined(clientGet(ClientKind.owner, { key: 'Grüße', wantsArc: true }));
    expect(request[0]).toBe(ClientKind.owner);
    expect(GET.readRequest(request, 1)).toEqual({ key: 'Grüße', wantsArc: true, stand: null });
  });
});
