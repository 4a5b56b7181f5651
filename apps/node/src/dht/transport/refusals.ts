// Knows what a peer hears when the handler of this node is not there or breaks its promise.
import type { Envelope, EnvelopeHandler, ReplyEnvelope } from '@chord-dht/chord';

/** The reply of the handler; never rejects. */
export async function answerWith(
  handler: EnvelopeHandler | undefined,
  envelope: Envelope,
): Promise<ReplyEnvelope> {
  if (!handler) return { ok: false, code: 'BUSY', message: 'This node is still starting.' };
  try {
    return await handler(envelope);
  } catch {
    return { ok: false, code: 'INTERNAL', message: 'The handler failed.' };
  }
}
