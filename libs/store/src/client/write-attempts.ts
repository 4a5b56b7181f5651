// Sends a write to the node that answers for its key: this one, or another by a message of bytes.
import type { NodeRef, Pieces } from '@chord-dht/chord';
import { ByteKind } from '../messages/byte-message';
import { WRITE, type WrittenBytes } from '../messages/operation-bytes';
import type { PutReply, PutRequest, RemoveReply, RemoveRequest } from '../messages/store-messages';
import type { OperationContext } from '../primary/operation-context';
import type { Primary } from '../primary/primary';
import type { FullContext } from '../primary/store-context';
import type { Attempt, RemoteCall } from './coordinator';

type Context = Pick<FullContext, 'calls' | 'read'>;
/** The answer of a primary, which names its arc only on request. */
export type Answer<Reply> = Omit<Reply, 'ownedFrom'> & Pick<WrittenBytes, 'ownedFrom'>;

const NO_VALUE = { value: new Uint8Array(0), contentType: '' };

export class PutAttempt implements Attempt<PutRequest, Answer<PutReply>> {
  constructor(
    private readonly context: Context,
    private readonly primary: Pick<Primary, 'put'>,
  ) {}

  local(request: PutRequest, operation: OperationContext, repeated: boolean): Promise<PutReply> {
    return this.primary.put(repeated ? { ...request, repeated } : request, operation);
  }

  async remote(request: PutRequest, node: NodeRef, call: RemoteCall): Promise<Answer<PutReply>> {
    const { calls, read } = this.context;
    return readPut(read, await calls.ask(node, putBytes(request, call), call));
  }
}

function putBytes(request: PutRequest, { wantsArc, repeated }: RemoteCall): Pieces {
  const { key, value, contentType, writeId, issuedMs, condition, ttlSeconds } = request;
  return WRITE.writeRequest({
    kind: ByteKind.put,
    wantsArc,
    repeated: repeated || request.repeated,
    writeId,
    issuedMs,
    key,
    contentType,
    extras: condition || ttlSeconds !== null ? { condition, ttlSeconds } : null,
    value,
  });
}

function readPut(read: Context['read'], bytes: Uint8Array): Answer<PutReply> {
  const { version, changed, expiresAtMs, replayed, ownedFrom } = readReply(read, bytes);
  read.version(version);
  return { version: version as string, created: changed, expiresAtMs, replayed, ownedFrom };
}

export class RemoveAttempt implements Attempt<RemoveRequest, Answer<RemoveReply>> {
  constructor(
    private readonly context: Context,
    private readonly primary: Pick<Primary, 'remove'>,
  ) {}

  local(
    request: RemoveRequest,
    operation: OperationContext,
    repeated: boolean,
  ): Promise<RemoveReply> {
    return this.primary.remove(repeated ? { ...request, repeated } : request, operation);
  }

  async remote(
    request: RemoveRequest,
    node: NodeRef,
    call: RemoteCall,
  ): Promise<Answer<RemoveReply>> {
    const { key, condition, writeId, issuedMs } = request;
    const { wantsArc } = call;
    const { calls, read } = this.context;
    const bytes = WRITE.writeRequest({
      ...{ kind: ByteKind.remove, key, wantsArc, writeId, issuedMs, ...NO_VALUE },
      repeated: call.repeated || request.repeated,
      extras: condition ? { condition } : null,
    });
    const { changed, replayed, ownedFrom } = readReply(read, await calls.ask(node, bytes, call));
    return { removed: changed, replayed, ownedFrom };
  }
}

function readReply(read: Context['read'], bytes: Uint8Array): WrittenBytes {
  const reply = WRITE.readReply(bytes);
  if (reply.ownedFrom !== null) read.id(reply.ownedFrom);
  return reply;
}
