// Proves between members that they share a secret, without sending it.
import { createHmac, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const SECRET_BYTES_MIN = 32;
export const NONCE_BYTES = 16;

export class PeerSecret {
  private readonly key: Buffer;

  /** @throws RangeError for less than 32 bytes. */
  constructor(secret: string | Uint8Array) {
    this.key = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : Buffer.from(secret);
    if (this.key.length < SECRET_BYTES_MIN) {
      throw new RangeError(`a peer secret has at least ${SECRET_BYTES_MIN} bytes`);
    }
  }

  /**
   * HMAC-SHA-256 over the parts, each preceded by its length, so that no two lists of parts give the same bytes. The
   * first part is a label with the purpose of the proof and the role of the prover.
   */
  prove(label: string, parts: readonly (string | Uint8Array)[]): Buffer {
    const hmac = createHmac('sha256', this.key);
    for (const part of [label, ...parts]) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32BE(bytes.length);
      hmac.update(length).update(bytes);
    }
    return hmac.digest();
  }

  isProof(proof: unknown, label: string, parts: readonly (string | Uint8Array)[]): boolean {
    const expected = this.prove(label, parts);
    return (
      proof instanceof Uint8Array &&
      proof.length === expected.length &&
      timingSafeEqual(proof, expected)
    );
  }
}

export function newNonce(): Buffer {
  return randomBytes(NONCE_BYTES);
}

export function isNonce(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === NONCE_BYTES;
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
