/** Maps addresses and keys to the ring (ToN 2003, section IV-A: consistent hashing with SHA-1). */
export interface Hasher {
  /** The name that members compare, for example `sha-1`. */
  readonly name: string;
  /** The digest of the UTF-8 bytes of `text`; at least 20 bytes. */
  digest(text: string): Uint8Array;
}
