// The headers of an answer that describe a write.
import type { Answering } from '../http/exchange/exchange';
import { lifeText } from './send-value';

interface Written {
  readonly version: string;
  readonly replayed: boolean;
  readonly expiresAtMs: number | null | undefined;
}

export function describeWrite(reply: Answering, { version, replayed, expiresAtMs }: Written): void {
  reply.header('etag', `"${version}"`);
  // Unknown for a repeated write that others have followed.
  if (expiresAtMs !== undefined) reply.header('x-chord-expires', lifeText(expiresAtMs));
  if (replayed) markReplayed(reply);
}

/** Marks the answer to an earlier request under the same Idempotency-Key. */
export function markReplayed(reply: Answering): void {
  reply.header('idempotency-replayed', 'true');
}
