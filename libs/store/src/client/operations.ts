// Knows how one operation on a key is asked of its owner, here or elsewhere: what `Coordinator` repeats.
import type { NodeRef, Pieces } from '@chord-dht/chord';
import {
  ByteKind,
  GET,
  WRITE,
  type GotBytes,
  type WriteBytes,
  type WrittenBytes,
} from '../messages/byte-messages';
import type { PutReply, PutRequest, RemoveReply, RemoveRequest } from '../messages/store-messages';
import type { Primary } from '../primary/primary';
import type { FullContext } from '../primary/store-context';
import { checkHeadBytes } from '../record/record-bytes';
import type { Attempt, Coordinator, Reached, ReachOptions, RemoteCall } from './coordinator';
import type { CallerOptions } from './store-node-types';

/** Of a primary that says what else it answers for only when it is asked. */
type Answer<Reply> = Omit<Reply, 'ownedFrom'> & Pick<WrittenBytes, 'ownedFrom'>;

export interface OperationOptions extends CallerOptions {
  /** Whoever asks wants to know in any case what else the owner answers for. */
  readonly wantsArc?: boolean | undefined;
}

const NO_VALUE = { value: new Uint8Array(0), contentType: '' };

/** All of it throws StoreError, or the CodedError of the node that answered. */
export class Operations {
  constructor(
    private readonly context: FullContext,
    private readonly primary: Primary,
    private readonly coordinator: Coordinator,
  ) {}

  get(key: string, options: OperationOptions): Promise<Reached<GotBytes>> {
    const { trace } = options;
    const attempt = {
      local: (deadlineAtMs: number) => this.primary.get(key, { deadlineAtMs, trace }),
      remote: (node: NodeRef, call: RemoteCall) => this.getFrom(node, key, asking(call, options)),
    };
    return this.reach(key, attempt, { ...options, writes: false });
  }

  put(request: PutRequest, options: OperationOptions): Promise<Reached<Answer<PutReply>>> {
    const { trace } = options;
    const attempt = {
      local: (deadlineAtMs: number, repeated: boolean) =>
        this.primary.put(repeated ? { ...request, repeated } : request, { deadlineAtMs, trace }),
      remote: (node: NodeRef, call: RemoteCall) => this.putAt(node, request, asking(call, options)),
    };
    return this.reach(request.key, attempt, {
      ...options,
      ...{ writes: true, bytes: request.value.length },
    });
  }

  remove(request: RemoveRequest, options: OperationOptions): Promise<Reached<Answer<RemoveReply>>> {
    const { trace } = options;
    const attempt = {
      local: (deadlineAtMs: number, repeated: boolean) =>
        this.primary.remove(repeated ? { ...request, repeated } : request, { deadlineAtMs, trace }),
      remote: (node: NodeRef, call: RemoteCall) =>
        this.removeAt(node, request, asking(call, options)),
    };
    return this.reach(request.key, attempt, { ...options, writes: true });
  }

  private reach<Reply extends Pick<WrittenBytes, 'ownedFrom'>>(
    key: string,
    attempt: Attempt<Reply>,
    options: ReachOptions,
  ): Promise<Reached<Reply>> {
    return this.coordinator.reach(this.context.chord.keyId(key), attempt, options);
  }

  private getFrom(node: NodeRef, key: string, call: RemoteCall): Promise<GotBytes> {
    const { calls, read, records } = this.context;
    const request = GET.writeRequest({ key, wantsArc: call.wantsArc });
    return calls.ask(node, request, call).then((bytes) => {
      const got = GET.readReply(bytes);
      if (got.record) checkHeadBytes(got.record, records.checksum);
      if (got.ownedFrom !== null) read.id(got.ownedFrom);
      return got;
    });
  }

  private async putAt(
    node: NodeRef,
    request: PutRequest,
    call: RemoteCall,
  ): Promise<Answer<PutReply>> {
    const { key, value, contentType, writeId, issuedMs, condition, ttlSeconds } = request;
    const { wantsArc } = call;
    const reply = await this.writeAt(node, call, {
      kind: ByteKind.put,
      wantsArc,
      repeated: call.repeated || request.repeated,
      writeId,
      issuedMs,
      key,
      contentType,
      extras: condition || ttlSeconds !== null ? { condition, ttlSeconds } : null,
      value,
    });
    const { version, changed, expiresAtMs, replayed, ownedFrom } = reply;
    this.context.read.version(version);
    return { version: version as string, created: changed, expiresAtMs, replayed, ownedFrom };
  }

  private async removeAt(
    node: NodeRef,
    request: RemoveRequest,
    call: RemoteCall,
  ): Promise<Answer<RemoveReply>> {
    const { key, condition, writeId, issuedMs } = request;
    const { wantsArc } = call;
    const { changed, replayed, ownedFrom } = await this.writeAt(node, call, {
      ...{ kind: ByteKind.remove, key, wantsArc, writeId, issuedMs, ...NO_VALUE },
      repeated: call.repeated || request.repeated,
      extras: condition ? { condition } : null,
    });
    return { removed: changed, replayed, ownedFrom };
  }

  private async writeAt(node: NodeRef, call: RemoteCall, write: WriteBytes): Promise<WrittenBytes> {
    const { calls, read } = this.context;
    const request: Pieces = WRITE.writeRequest(write);
    const reply = WRITE.readReply(await calls.ask(node, request, call));
    if (reply.ownedFrom !== null) read.id(reply.ownedFrom);
    return reply;
  }
}

function asking(call: RemoteCall, { wantsArc }: OperationOptions): RemoteCall {
  return wantsArc === true && !call.wantsArc ? { ...call, wantsArc } : call;
}
