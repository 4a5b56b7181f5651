// How a home replica takes a group of writes of a primary: each in its view, all of them in one commit.
import { codeOf, CodedError, type NodeRef } from '@chord-dht/chord';
import type { ViewRecords, Vote } from '../messages/byte-messages';
import type { PlacedRecord } from '../ports/record-store';
import { versionOf } from '../record/record-bytes';
import type { ReplicaContext } from './replica-context';
import { requireView } from './replica-handlers';

/** The votes so far, and what they depend on. */
interface Taken {
  readonly votes: Vote[];
  readonly items: PlacedRecord[];
}

/**
 * `done` hears of a vote for each record when everything that is taken is durable, or of an error that is
 * none of the store's.
 */
export function appendRecords(
  context: ReplicaContext,
  groups: readonly ViewRecords[],
  from: NodeRef,
  done: (error: unknown, votes: readonly Vote[]) => void,
): void {
  const { votes, items } = take(context, groups, from);
  if (items.length === 0) return done(undefined, votes);
  const { records, underWay, book } = context;
  // From here on a seal waits for these writes.
  const { end } = underWay.begin(items.map(({ position }) => position.keyId));
  const room = records.admitNow(items.reduce((sum, { bytes }) => sum + bytes.length, 0));
  const finish = (error: unknown): void => {
    end();
    if (error === undefined) done(undefined, votes);
    else if (error instanceof CodedError) done(undefined, refused(votes, error));
    else done(error, votes);
  };
  const append = (): void =>
    records.append(items, (error) => {
      // What a write counts on must not be forgotten when the record is not.
      if (error !== undefined || book.isAtRest) finish(error);
      else book.rest().then(() => finish(undefined), finish);
    });
  if (room === true) append();
  else room.then(append, finish);
}

function take(context: ReplicaContext, groups: readonly ViewRecords[], from: NodeRef): Taken {
  const taken: Taken = { votes: [], items: [] };
  for (const { view, records } of groups) {
    for (const bytes of records) {
      try {
        const item = context.read.placed(bytes);
        const state = requireView(context, item.position, view, from);
        const { timeMs, counter } = versionOf(bytes);
        context.clock.observe(timeMs, counter);
        taken.items.push(item);
        taken.votes.push(state.synced ? 'counts' : 'behind');
      } catch (error) {
        taken.votes.push(voteOf(error));
      }
    }
  }
  return taken;
}

/** Nothing of what was taken is durable. */
function refused(votes: readonly Vote[], error: CodedError): Vote[] {
  const instead = voteOf(error);
  return votes.map((vote) => (vote === 'counts' || vote === 'behind' ? instead : vote));
}

function voteOf(error: unknown): Vote {
  if (!(error instanceof CodedError)) throw error;
  switch (codeOf(error)) {
    case 'SEALED':
      return 'sealed';
    case 'OTHER_VIEW':
      return 'behind';
    case 'STORAGE_FULL':
      return 'full';
    default:
      return 'none';
  }
}
