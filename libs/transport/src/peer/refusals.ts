// The answers to a peer when this node's handler is missing or fails.
import {
  CodedError,
  type Envelope,
  type EnvelopeHandler,
  type OnFault,
  type ReplyEnvelope,
} from '@chord-dht/chord';

/** The reply of the handler; never rejects. */
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

/** What a peer hears of a defect of this node; the log has the rest. */
const DEFECT = {
  ok: false,
  code: 'INTERNAL',
  message:
    'The member that was asked failed because of a defect of its own; its log has the reason.',
} as const;

/** What a peer hears whose message could not be read. */
export function refusalOfMessage(error: unknown, onFault: OnFault): ReplyEnvelope & { ok: false } {
  if (error instanceof CodedError) return { ok: false, code: 'MALFORMED', message: error.message };
  onFault(error);
  return DEFECT;
}

/** What a peer hears whose answer cannot be sent: a defect too, for no answer may be so. */
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
