// The answers to a peer when this node's handler is missing or fails.
import {
  CodedError,
  type Envelope,
  type EnvelopeHandler,
  type OnFault,
  type ReplyEnvelope,
} from '@chord-dht/chord';

/** Returns the reply of the handler; never rejects. */
export async function answerWith(
  handler: EnvelopeHandler | undefined,
  envelope: Envelope,
  onFault: OnFault,
): Promise<ReplyEnvelope> {
  if (!handler) return { ok: false, code: 'BUSY', message: 'This node is still starting.' };
  try {
    return await handler(envelope);
  } catch (error) {
    onFault(error, contextOf(envelope));
    return DEFECT;
  }
}

/** The answer to a peer that met a defect of this node; the log has the details. */
const DEFECT = {
  ok: false,
  code: 'INTERNAL',
  message:
    'The member that was asked failed because of a defect of its own; its log has the reason.',
} as const;

/** The answer to a message that could not be read. */
export function refusalOfMessage(error: unknown, onFault: OnFault): ReplyEnvelope & { ok: false } {
  if (error instanceof CodedError) return { ok: false, code: 'MALFORMED', message: error.message };
  onFault(error);
  return DEFECT;
}

/** The answer in place of one that cannot be sent, which is a defect. */
export function refusalOfReply(
  error: unknown,
  envelope: Envelope | undefined,
  onFault: OnFault,
): ReplyEnvelope & { ok: false } {
  onFault(error, envelope && contextOf(envelope));
  const message = error instanceof CodedError ? error.message : 'The reply cannot be sent.';
  return { ok: false, code: 'INTERNAL', message };
}

function contextOf({ type, trace }: Envelope): { type: string; trace?: string } {
  return trace === undefined ? { type } : { type, trace };
}
