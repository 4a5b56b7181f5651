// Knows what a member of a view answers when the next view is chosen: promises, acceptances, and what it knows.
import type { Dispatcher } from '@chord-dht/chord';
import { StoreError } from '../errors';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import { sent } from './view-codec';
import { compareBallots, type Ballot, type View, type ViewName } from './view';
import type { AcceptReply, PrepareReply, SentSegment } from './view-messages';
import { accept, activate, enrol, hasView, promise, supersedes, type Proposal } from './view-state';

export class Acceptor {
  constructor(private readonly context: ReplicaContext) {}

  register(dispatcher: Dispatcher): void {
    const { read, readView } = this.context;
    dispatcher.on('view.collect', (body) => {
      return { segments: this.collect(readView.arc(read.fields(body)['arc'])) };
    });
    dispatcher.on('view.prepare', (body) => {
      const { arc, basis, ballot } = read.fields(body);
      return this.prepare(readView.arc(arc), readView.name(basis), readView.ballot(ballot));
    });
    dispatcher.on('view.accept', (body) => {
      const { arc, basis, proposal } = read.fields(body);
      return this.accept(readView.arc(arc), readView.name(basis), readView.proposal(proposal));
    });
    dispatcher.on('view.disk', () => ({ disk: this.context.book.disk }));
    dispatcher.on('view.enrol', async (body) => {
      const { arc, basis, disk } = read.fields(body);
      await this.enrol(readView.arc(arc), readView.view(basis), read.disk(disk));
      return null;
    });
    dispatcher.on('view.activate', async (body) => {
      const { arc, view, synced } = read.fields(body);
      const wasSynced = await this.activate(
        readView.arc(arc),
        readView.view(view),
        synced === true,
      );
      return { wasSynced };
    });
  }

  collect(arc: Arc): SentSegment[] {
    return this.context.book.within(arc).map(sent);
  }

  /** Sealed from the answer on: writes that run are awaited, so that whoever asks next sees them. */
  async prepare(arc: Arc, basis: ViewName, ballot: Ballot): Promise<PrepareReply> {
    const { book, underWay } = this.context;
    const parts = book.within(arc);
    if (!parts.every(({ state }) => hasView(state, basis)))
      return { kind: 'other', segments: parts.map(sent) };
    const promised = highest(parts.map(({ state }) => state.promised));
    if (promised && compareBallots(ballot, promised) < 0) return { kind: 'outbid', promised };
    const durable = book.update(arc, (state) => promise(state, ballot) ?? state);
    await Promise.all([durable, underWay.quiet(arc)]);
    const accepted = highestProposal(parts.map(({ state }) => state.accepted));
    const synced = parts.every(({ state }) => state.synced);
    // What counted in a part of the arc has counted.
    const forgot = !synced && parts.some(({ state }) => state.synced || state.forgot);
    return { kind: 'promised', synced, forgot, accepted };
  }

  async accept(arc: Arc, basis: ViewName, proposal: Proposal): Promise<AcceptReply> {
    const { book } = this.context;
    const parts = book.within(arc);
    const acceptable = parts.every(
      ({ state }) => hasView(state, basis) && accept(state, proposal) !== undefined,
    );
    if (!acceptable) return { kind: 'refused' };
    await book.update(arc, (state) => accept(state, proposal) ?? state);
    return { kind: 'accepted' };
  }

  /** @throws StoreError `OTHER_DISK` */
  async enrol(arc: Arc, basis: View, disk: string): Promise<void> {
    const { book } = this.context;
    if (disk !== book.disk)
      throw new StoreError('OTHER_DISK', 'This node has lost the disk that is meant.');
    await book.update(arc, (state) => enrol(state, basis));
  }

  /** @returns true when this node held everything in this view already */
  async activate(arc: Arc, view: View, synced: boolean): Promise<boolean> {
    const { book } = this.context;
    const before = book.within(arc);
    const wasSynced = before.every(({ state }) => hasView(state, view) && state.synced);
    await book.update(arc, (state) =>
      supersedes(view, state) || hasView(state, view) ? activate(state, view, synced) : state,
    );
    return wasSynced;
  }
}

function highest(ballots: readonly (Ballot | null)[]): Ballot | null {
  return ballots.reduce(
    (best, ballot) => (!best || (ballot && compareBallots(ballot, best) > 0) ? ballot : best),
    null,
  );
}

function highestProposal(proposals: readonly (Proposal | null)[]): Proposal | null {
  return proposals.reduce(
    (best, one) => (!best || (one && compareBallots(one.ballot, best.ballot) > 0) ? one : best),
    null,
  );
}
