// Words for the rest of a value's lifetime.
import { lasting } from '@chord-dht/ring-view';

/** `expires in 38 s`, `has expired`; empty for a value without expiry. */
export function lifeWords(expiresAt: string | null, nowMs: number): string {
  if (expiresAt === null) return '';
  const left = Date.parse(expiresAt) - nowMs;
  return left <= 0 ? 'has expired' : `expires in ${lasting(left)}`;
}
