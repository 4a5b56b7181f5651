// Answers other members' questions about views: the machine decides, and what it keeps is durable before the answer.
import type { Dispatcher } from '@chord-dht/chord';
import { StoreError } from '../base/errors';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { AcceptorReply, AcceptorRequest } from '../view/acceptor';
import type { View } from '../view/view';
import { feed } from './driver';

export class AcceptorDriver {
  /** @param forbids true for a view that this node must not accept, whatever it has promised */
  constructor(
    private readonly context: ReplicaContext,
    private readonly forbids: (arc: Arc, view: View) => boolean,
  ) {}

  register(dispatcher: Dispatcher): void {
    const { read, readView } = this.context;
    const on = (type: string, request: (body: Record<string, unknown>) => AcceptorRequest): void =>
      dispatcher.on(type, async (message) => {
        const body = read.fields(message);
        return answered(await this.answer(readView.arc(body['arc']), request(body)));
      });
    dispatcher.on('view.disk', () => ({ disk: this.context.book.disk }));
    on('view.collect', () => ({ kind: 'collect' }));
    on('view.prepare', ({ basis, ballot }) => ({
      kind: 'prepare',
      basis: readView.name(basis),
      ballot: readView.ballot(ballot),
    }));
    on('view.accept', ({ basis, proposal, disk }) => ({
      kind: 'accept',
      basis: readView.name(basis),
      proposal: readView.proposal(proposal),
      disk: readView.disk(disk),
    }));
    on('view.enrol', ({ basis, disk }) => ({
      kind: 'enrol',
      basis: readView.view(basis),
      disk: read.disk(disk),
    }));
    on('view.activate', ({ view, synced, disk }) => ({
      kind: 'activate',
      view: readView.view(view),
      synced: synced === true,
      disk: readView.disk(disk),
    }));
  }

  async answer(arc: Arc, request: AcceptorRequest): Promise<AcceptorReply> {
    const { book, chord } = this.context;
    if (request.kind === 'accept' && this.forbids(arc, request.proposal.view))
      return { kind: 'refused' };
    if (request.kind === 'prepare') book.recall(arc, chord.self, request.basis);
    const { actions, durable } = feed(this.context, arc, { type: 'asked', request });
    const reply = actions.find((action) => action.type === 'reply');
    if (!reply) throw new Error('The machine of views has not answered.');
    this.givePrecedence(arc, request, reply.reply);
    const { after } = reply;
    const quiet = after === 'quiet' && this.context.underWay.quiet(arc);
    await Promise.all([after !== 'now' && durable, quiet]);
    return reply.reply;
  }

  /** From the promise, or the enrolment of a newcomer, until this node adopts the view. */
  private givePrecedence(arc: Arc, request: AcceptorRequest, { kind }: AcceptorReply): void {
    const { precedence, chord } = this.context;
    if (kind === 'promised' || kind === 'enrolled') precedence.begin(arc);
    if (request.kind !== 'activate' || kind !== 'active') return;
    // The primary goes on until the other members have adopted it as well.
    if (request.view.primary.id !== chord.self.id) precedence.end(arc);
  }
}

/** The body of a reply. @throws StoreError `OTHER_DISK` */
function answered(reply: AcceptorReply): unknown {
  switch (reply.kind) {
    case 'other-disk':
      throw new StoreError('OTHER_DISK', 'This node has lost the disk that the request names.');
    case 'known':
      return { segments: reply.segments };
    case 'disk':
      return { disk: reply.disk };
    case 'enrolled':
      return null;
    case 'active':
      return { wasSynced: reply.wasSynced, disk: reply.disk };
    default:
      return reply;
  }
}
