import type { Hasher } from '@chord-dht/chord';
import { hash } from 'node:crypto';

/** SHA-1 as the Chord paper uses it: to spread ids evenly, not to keep a secret. */
export class Sha1Hasher implements Hasher {
  readonly name = 'sha-1';

  digest(text: string): Uint8Array {
    // As text and then as bytes: Node takes several times as long to make a buffer of its own for them.
    const digits = hash('sha1', text, 'binary');
    const digest = new Uint8Array(digits.length);
    for (let at = 0; at < digits.length; at += 1) digest[at] = digits.charCodeAt(at);
    return digest;
  }

  digits(text: string): string {
    // Whoever derives a hash from this one may give it another digest alone.
    if (this.digest !== Sha1Hasher.prototype.digest)
      return Buffer.from(this.digest(text)).toString('hex');
    return hash('sha1', text, 'hex');
  }
}
