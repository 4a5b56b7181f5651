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
  // Of a write that was repeated after others nobody knows it any more.
  if (expiresAtMs !== undefined) reply.header('x-chord-expires', lifeText(expiresAtMs));
  if (replayed) markReplayed(reply);
}

/** This is the answer to an earlier request under the same Idempotency-Key. */
export function markReplayed(reply: Answering): void {
  reply.header('idempotency-replayed', 'true');
}
