import { IdSpace, nodeRefOf } from '@chord-dht/chord';
import { describeHasher } from '@chord-dht/chord/testing/hasher-conformance';
import { createHash } from 'node:crypto';
import { Sha1Hasher } from './sha1-hasher';

describeHasher('SHA-1', () => new Sha1Hasher());

describe('SHA-1', () => {
  const hasher = new Sha1Hasher();

  it('is taken of the UTF-8 bytes of a text', () => {
    const expected = createHash('sha1').update(Buffer.from('Grüße 🌍', 'utf8')).digest();
    expect(Buffer.from(hasher.digest('Grüße 🌍'))).toEqual(expected);
    expect(hasher.name).toBe('sha-1');
  });

  it('gives the digits of the digest of a derived class', () => {
    class Other extends Sha1Hasher {
      override digest(): Uint8Array {
        return new Uint8Array(20).fill(0xab);
      }
    }
    expect(new Other().digits('any')).toBe('ab'.repeat(20));
  });

  it('gives the ids of the documented ring of ten bits', () => {
    const space = new IdSpace(10);
    const printed = (address: string): string => space.print(nodeRefOf(address, space, hasher).id);
    const ids = [5000, 5001, 5002, 5003, 5007].map((port) =>
      printed(`localhost.localdomain:${port}`),
    );
    expect(ids).toEqual(['673', '132', '520', '458', '983']);
    expect(space.print(space.fromDigest(hasher.digest('idjada')))).toBe('891');
    expect(space.print(space.idOf('idjada', hasher))).toBe('891');
  });
});
