// Asks a member of a view, which may be this node, about views.
import { codeOf, sameNode, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import { askReplica } from '../replica/ask-replica';
import type { ReplicaContext } from '../replica/replica-context';
import type { AcceptorReply, AcceptorRequest } from '../view/acceptor';
import type { AcceptorDriver } from './acceptor-driver';
import { gather } from '../view/gather';
import type { Known } from '../view/round';
import type { SentSegment, ViewMessages } from '../view/view-messages';

export class ViewPeers {
  constructor(
    private readonly context: ReplicaContext,
    private readonly acceptor: AcceptorDriver,
  ) {}

  /** @throws CodedError as Peers.call; a failure to store this node's own state is a defect */
  async ask(node: NodeRef, arc: Arc, request: AcceptorRequest): Promise<AcceptorReply> {
    if (this.isSelf(node)) return this.acceptor.answer(arc, request);
    try {
      return await this.askOther(node, arc, request);
    } catch (error) {
      if (codeOf(error) === 'OTHER_DISK') return { kind: 'other-disk' };
      throw error;
    }
  }

  private async askOther(
    node: NodeRef,
    arc: Arc,
    request: AcceptorRequest,
  ): Promise<AcceptorReply> {
    const { read, readView } = this.context;
    switch (request.kind) {
      case 'collect': {
        const { segments } = await this.call(node, 'view.collect', { arc });
        return { kind: 'known', segments: readView.segments(segments) };
      }
      case 'disk': {
        const { disk } = await this.call(node, 'view.disk', null);
        return { kind: 'disk', disk: read.disk(disk) };
      }
      case 'prepare': {
        const { basis, ballot } = request;
        return readView.prepareReply(await this.call(node, 'view.prepare', { arc, basis, ballot }));
      }
      case 'enrol': {
        const { basis, disk } = request;
        await this.call(node, 'view.enrol', { arc, basis, disk }, () => ({}));
        return { kind: 'enrolled' };
      }
      case 'accept': {
        const { basis, proposal, disk } = request;
        const { kind } = await this.call(node, 'view.accept', { arc, basis, proposal, disk });
        return { kind: kind === 'accepted' ? 'accepted' : 'refused' };
      }
      case 'activate': {
        const { view, synced, disk } = request;
        const body = await this.call(node, 'view.activate', { arc, view, synced, disk });
        const wasSynced = body['wasSynced'] === true;
        return { kind: 'active', wasSynced, disk: readView.disk(body['disk']) };
      }
    }
  }

  async collect(node: NodeRef, arc: Arc): Promise<readonly SentSegment[]> {
    const reply = await this.ask(node, arc, { kind: 'collect' });
    return reply.kind === 'known' ? reply.segments : [];
  }

  /** Collects the views of several nodes in an arc; waits for the first one, and a little longer for the others. */
  collectAll(nodes: readonly NodeRef[], arc: Arc): Promise<Known[]> {
    const [first] = nodes;
    const asked = nodes.map((from) =>
      this.collect(from, arc).then(
        (segments) => ({ from, segments }),
        () => undefined,
      ),
    );
    const { clock } = this.context.chord;
    return gather(clock, asked, (answers) => answers.some(({ from }) => from === first));
  }

  isSelf(node: NodeRef): boolean {
    return sameNode(node, this.context.chord.self);
  }

  private async call<Type extends keyof ViewMessages & string>(
    node: NodeRef,
    type: Type,
    body: ViewMessages[Type]['request'],
    read: (reply: unknown) => Record<string, unknown> = (reply) => this.context.read.fields(reply),
  ): Promise<Record<string, unknown>> {
    const { viewTimeoutMs: timeoutMs } = this.context.parameters;
    return read(await askReplica(this.context, node, type, body, { timeoutMs }));
  }
}
