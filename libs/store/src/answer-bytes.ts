// The handlers of messages that come as bytes.
import { checkKey } from './record/keys';
import { ChordError, type BytesCall, type Pieces } from '@chord-dht/chord';
import { ByteKind } from './messages/byte-message';
import { GET, WRITE, type GetBytes, type WriteBytes } from './messages/operation-bytes';
import { APPEND, CONFIRM, type Stand } from './messages/replica-bytes';
import type { PutReply, RemoveReply } from './messages/store-messages';
import type { OperationContext } from './primary/operation-context';
import type { Primary } from './primary/primary';
import { appendRecords } from './replica/append-records';
import type { ReplicaContext } from './replica/replica-context';
import { standingOf } from './replica/standing';
import type { StoreContext } from './primary/store-context';

export interface BytesAnswerParts {
  readonly context: StoreContext & ReplicaContext;
  readonly primary: Primary;
}

export function answerBytes(parts: BytesAnswerParts): (call: BytesCall) => void {
  const { context } = parts;
  return (call) => {
    const { bytes } = call;
    switch (bytes[0]) {
      case ByteKind.get:
        get(parts, GET.readRequest(bytes), call);
        return;
      case ByteKind.put:
      case ByteKind.remove:
        write(parts, WRITE.readRequest(bytes), call);
        return;
      case ByteKind.append:
        appendRecords(context, APPEND.readRequest(bytes), call, (votes) =>
          call.reply(APPEND.writeReply(votes)),
        );
        return;
      case ByteKind.confirm:
        call.reply(CONFIRM.writeReply(standingOf(context, readChecks(context, bytes), call.from)));
        return;
      default:
        throw new ChordError('UNKNOWN_MESSAGE', 'This node knows no bytes of that kind.');
    }
  };
}

function get(parts: BytesAnswerParts, { key, wantsArc, stand }: GetBytes, call: BytesCall): void {
  parts.primary.read(checkKey(key), operationOf(parts, call, stand), wantsArc, (error, found) => {
    if (error) call.refuse(error);
    else call.reply(GET.writeReply(found));
  });
}

function write(parts: BytesAnswerParts, request: WriteBytes, call: BytesCall): void {
  const { context, primary } = parts;
  const { wantsArc } = request;
  const operation = operationOf(parts, call);
  const refuse = (error: unknown): void => call.refuse(error);
  if (request.kind === ByteKind.remove)
    primary
      .remove(context.read.remove(request), operation)
      .then((reply) => call.reply(removedBytes(reply, wantsArc)), refuse);
  else
    primary
      .put(context.read.put(request), operation)
      .then((reply) => call.reply(putBytes(reply, wantsArc)), refuse);
}

function putBytes(reply: PutReply, wantsArc: boolean): Pieces {
  const { version, created, expiresAtMs, replayed, ownedFrom } = reply;
  return WRITE.writeReply({
    version,
    changed: created,
    expiresAtMs,
    replayed,
    ownedFrom: wantsArc ? ownedFrom : null,
  });
}

function removedBytes({ removed, replayed, ownedFrom }: RemoveReply, wantsArc: boolean): Pieces {
  return WRITE.writeReply({
    version: null,
    expiresAtMs: undefined,
    changed: removed,
    replayed,
    ownedFrom: wantsArc ? ownedFrom : null,
  });
}

function readChecks(
  { readView }: BytesAnswerParts['context'],
  bytes: Uint8Array,
): ReturnType<typeof CONFIRM.readRequest> {
  return CONFIRM.readRequest(bytes).map(({ view, fromId, toId }) => ({
    view: readView.name(view),
    ...readView.arc({ fromId, toId }),
  }));
}

function operationOf(
  { context: { chord } }: BytesAnswerParts,
  { deadlineMs, trace, from }: BytesCall,
  stand: Stand | null = null,
): OperationContext {
  // A ring of one has no members that could ask: this node has just restarted, and the caller has not noticed.
  if (chord.membership === 'alone')
    throw new ChordError('NOT_MEMBER', `${chord.self.address} is in no ring with another.`);
  const witness = stand
    ? { node: from, incarnation: stand.incarnation, revision: stand.revision }
    : undefined;
  return { deadlineAtMs: chord.clock.nowMs() + deadlineMs, trace, witness };
}
