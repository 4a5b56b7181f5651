import { createHmac } from 'node:crypto';
import { isNonce, newNonce, PeerSecret } from './peer-secret';

describe('PeerSecret', () => {
  const text = 'a secret of thirty-two bytes or more';
  const secret = new PeerSecret(text);

  it('is HMAC-SHA-256 over the parts with their lengths', () => {
    const bytes = Buffer.from('\0\0\0\x05label\0\0\0\x01a\0\0\0\x02\x01\x02', 'latin1');
    const expected = createHmac('sha256', text).update(bytes).digest();
    expect(secret.prove('label', ['a', Uint8Array.of(1, 2)])).toEqual(expected);
  });

  it('accepts its own proofs and no others', () => {
    const proof = secret.prove('label', ['ab', 'c']);
    expect(secret.isProof(new Uint8Array(proof), 'label', ['ab', 'c'])).toBe(true);
    expect(secret.isProof(proof, 'label', ['a', 'bc'])).toBe(false);
    expect(secret.isProof(proof, 'Label', ['ab', 'c'])).toBe(false);
    expect(new PeerSecret(`${text}.`).isProof(proof, 'label', ['ab', 'c'])).toBe(false);
    for (const other of [null, undefined, 'text', proof.subarray(1), new Uint8Array(33), [], {}]) {
      expect(secret.isProof(other, 'label', ['ab', 'c'])).toBe(false);
    }
  });

  it('counts bytes and not characters', () => {
    expect(() => new PeerSecret('x'.repeat(31))).toThrow(RangeError);
    expect(() => new PeerSecret('ü'.repeat(16))).not.toThrow();
    expect(() => new PeerSecret(new Uint8Array(32))).not.toThrow();
  });

  it('makes nonces of 16 bytes that are never the same', () => {
    const nonces = Array.from({ length: 100 }, () => newNonce());
    expect(nonces.every(isNonce)).toBe(true);
    expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(100);
    expect(isNonce(new Uint8Array(15))).toBe(false);
  });
});
