// A token's permissions, and its recognition without keeping it.
import { hash, timingSafeEqual } from 'node:crypto';

/** Each may do what those before it may. */
export const ROLES = ['read', 'write', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Token {
  /** For people and the log. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of what its bearer sends. */
  readonly digest: Buffer;
  /** The keys that it is for begin with this; empty for all keys. */
  readonly prefix: string;
}

export function includesRole(has: Role, needed: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needed);
}

export function digestOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Compares with each of them, whichever it is, so that the time tells nothing. */
export function findToken(tokens: readonly Token[], secret: string): Token | undefined {
  const digest = digestOf(secret);
  let found: Token | undefined;
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token;
  return found;
}
