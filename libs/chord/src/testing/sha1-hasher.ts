// SHA-1 without the platform, for tests and simulations. A node uses the platform's own.
import { sha1 } from '@noble/hashes/legacy';
import { utf8ToBytes } from '@noble/hashes/utils';
import type { Hasher } from '../ports/hasher';

/** A simulated ring asks for the same few keys all the time. */
const KNOWN_MAX = 4_096;

export class Sha1Hasher implements Hasher {
  readonly name = 'sha-1';
  private readonly known = new Map<string, Uint8Array>();

  digest(text: string): Uint8Array {
    const known = this.known.get(text);
    if (known) return known;
    const digest = sha1(utf8ToBytes(text));
    if (this.known.size >= KNOWN_MAX) this.known.clear();
    this.known.set(text, digest);
    return digest;
  }
}
