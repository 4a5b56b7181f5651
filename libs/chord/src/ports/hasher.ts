import type { Digests } from '../id/id-space';

/** Maps addresses and keys to the ring (ToN 2003, section IV, Consistent Hashing; with SHA-1). */
export interface Hasher extends Digests {
  /** The name that members compare, for example `sha-1`. */
  readonly name: string;
}
