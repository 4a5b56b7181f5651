import type { Hasher } from '@chord-dht/chord';
import { createHash } from 'node:crypto';

export class Blake2Hasher implements Hasher {
  readonly name = 'blake2b-512';

  digest(text: string): Uint8Array {
    return createHash('blake2b512').update(text, 'utf8').digest();
  }
}
