// Knows SHA-1 without the platform: for tests and simulations. A node uses the platform's own.
import { sha1 } from '@noble/hashes/legacy';
import { utf8ToBytes } from '@noble/hashes/utils';
import type { Hasher } from '../ports/hasher';

export class Sha1Hasher implements Hasher {
  readonly name = 'sha-1';

  digest(text: string): Uint8Array {
    return sha1(utf8ToBytes(text));
  }
}
