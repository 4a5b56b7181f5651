import type { Hasher } from '@chord-dht/chord';
import { hash } from 'node:crypto';

/** SHA-1 as the Chord paper uses it: to spread ids evenly, not to keep a secret. */
export class Sha1Hasher implements Hasher {
  readonly name = 'sha-1';

  digest(text: string): Uint8Array {
    return hash('sha1', text, 'buffer');
  }

  digits(text: string): string {
    // A derived class may override `digest` alone.
    if (this.digest !== Sha1Hasher.prototype.digest)
      return Buffer.from(this.digest(text)).toString('hex');
    return hash('sha1', text, 'hex');
  }
}
