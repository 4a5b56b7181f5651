// Takes a group of a primary's writes as a home replica: each in its view, all of them in one commit.
import { codeOf, CodedError, type BytesCall } from '@chord-dht/chord';
import type { ViewRecords, Vote } from '../messages/replica-bytes';
import type { PlacedRecord } from '../arc/record-store';
import { isDeletedIn, versionTimeOf } from '../record/record-bytes';
import type { ReplicaContext } from './replica-context';
import { requireView } from './warrants';

const APPENDING = 'replica.append';

/** A record that is taken, and the place of its vote. */
interface TakenItem extends PlacedRecord {
  readonly place: number;
}

/** The votes so far, and what they depend on. */
interface Taken {
  readonly votes: Vote[];
  readonly items: TakenItem[];
}

/**
 * `done` hears of a vote for each record when everything that is taken is durable. A defect at one of them
 * is told to the host, and is no reason to fail the others. A full disk refuses the values of the group and
 * takes its removals.
 */
export function appendRecords(
  context: ReplicaContext,
  groups: readonly ViewRecords[],
  call: Pick<BytesCall, 'from' | 'trace'>,
  done: (votes: readonly Vote[]) => void,
): void {
  const { votes, items } = take(context, groups, call);
  if (items.length === 0) return done(votes);
  const { records, underWay, book, recentWrites } = context;
  // From here on a seal waits for these writes.
  const { end } = underWay.begin(items.map(({ position }) => position.keyId));
  const refuse = (refused: readonly TakenItem[], error: unknown): void => {
    const vote = voteOf(context, call, error);
    for (const { place } of refused) votes[place] = vote;
  };
  const finish = (taken: readonly TakenItem[], error: unknown): void => {
    end();
    if (error !== undefined) refuse(taken, error);
    done(votes);
  };
  const append = (taken: readonly TakenItem[]): void =>
    records.append(taken, (error) => {
      if (error === undefined) recentWrites.note(taken);
      // What a write counts on must not be forgotten when the record is not.
      if (error !== undefined || book.isAtRest) finish(taken, error);
      else
        book.rest().then(
          () => finish(taken, undefined),
          (fault: unknown) => finish(taken, fault),
        );
    });
  const withoutRoom = (taken: readonly TakenItem[], error: unknown): void => {
    const removals = taken.filter(({ bytes }) => isDeletedIn(bytes));
    const isMixed = removals.length > 0 && removals.length < taken.length;
    if (codeOf(error) !== 'STORAGE_FULL' || !isMixed) return finish(taken, error);
    refuse(
      taken.filter(({ bytes }) => !isDeletedIn(bytes)),
      error,
    );
    admit(removals);
  };
  const admit = (taken: readonly TakenItem[]): void => {
    try {
      const room = admitted(records, taken);
      if (room === true) append(taken);
      else room.then(() => append(taken)).catch((error: unknown) => withoutRoom(taken, error));
    } catch (error) {
      withoutRoom(taken, error);
    }
  };
  admit(items);
}

function admitted(
  records: ReplicaContext['records'],
  items: readonly PlacedRecord[],
): true | Promise<void> {
  return records.admitNow(
    items.reduce((sum, { bytes }) => sum + bytes.length, 0),
    items.every(({ bytes }) => isDeletedIn(bytes)),
  );
}

function take(
  context: ReplicaContext,
  groups: readonly ViewRecords[],
  call: Pick<BytesCall, 'from' | 'trace'>,
): Taken {
  const taken: Taken = { votes: [], items: [] };
  for (const { view, records } of groups) {
    for (const bytes of records) {
      try {
        const item = context.read.placed(bytes);
        const state = requireView(context, item.position, view, call.from);
        const { timeMs, counter } = versionTimeOf(bytes);
        context.clock.observe(timeMs, counter);
        taken.items.push({ position: item.position, bytes, place: taken.votes.length });
        taken.votes.push(state.synced ? 'counts' : 'behind');
      } catch (error) {
        taken.votes.push(voteOf(context, call, error));
      }
    }
  }
  return taken;
}

function voteOf(
  { chord }: ReplicaContext,
  { trace }: Pick<BytesCall, 'trace'>,
  error: unknown,
): Vote {
  if (error instanceof CodedError) return voteOfRefusal(error);
  chord.reportFault(error, trace === undefined ? { type: APPENDING } : { type: APPENDING, trace });
  return 'failed';
}

function voteOfRefusal({ code }: CodedError): Vote {
  switch (code) {
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
