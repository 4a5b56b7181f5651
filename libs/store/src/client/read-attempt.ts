// Sends a linearizable read to the node that answers for its key: this one, or another by a message of bytes.
import type { NodeRef } from '@chord-dht/chord';
import { GET, type GotBytes } from '../messages/operation-bytes';
import type { OperationContext } from '../primary/operation-context';
import type { Found, Primary } from '../primary/primary';
import type { FullContext } from '../primary/store-context';
import { checkHeadBytes } from '../record/record-bytes';
import { ownStand } from '../replica/standing';
import type { Attempt, RemoteCall } from './coordinator';

/** The request is the key. */
export class ReadAttempt implements Attempt<string, GotBytes> {
  constructor(
    private readonly context: Pick<
      FullContext,
      'calls' | 'read' | 'records' | 'book' | 'incarnation'
    >,
    private readonly primary: Pick<Primary, 'get'>,
  ) {}

  local(key: string, operation: OperationContext): Promise<Found> {
    return this.primary.get(key, operation);
  }

  remote(key: string, node: NodeRef, call: RemoteCall): Promise<GotBytes> {
    const { calls, read, records } = this.context;
    const stand = ownStand(this.context, call.keyId, node);
    const request = GET.writeRequest({ key, wantsArc: call.wantsArc, stand });
    return calls.ask(node, request, call).then((bytes) => {
      const got = GET.readReply(bytes);
      if (got.record) checkHeadBytes(got.record, records.checksum);
      if (got.ownedFrom !== null) read.id(got.ownedFrom);
      return got;
    });
  }
}
