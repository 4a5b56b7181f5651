// A token's permissions, and its look-up by digest.
import { hash, timingSafeEqual } from 'node:crypto';

/** Each role includes the ones before it. */
export const ROLES = ['read', 'write', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Token {
  /** For log and messages. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the secret. */
  readonly digest: Buffer;
  /** The prefix of the keys that it is for; empty for all keys. */
  readonly prefix: string;
}

export function includesRole(has: Role, needed: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needed);
}

export function digestOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Compares with every token, so that the duration reveals nothing. */
export function findToken(tokens: readonly Token[], secret: string): Token | undefined {
  const digest = digestOf(secret);
  let found: Token | undefined;
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token;
  return found;
}
