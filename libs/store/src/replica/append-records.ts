// How a home replica takes a group of writes of a primary: each in its view, all of them in one commit.
import { CodedError, type BytesCall } from '@chord-dht/chord';
import type { ViewRecords, Vote } from '../messages/byte-messages';
import type { PlacedRecord } from '../ports/record-store';
import { isDeletedIn, versionOf } from '../record/record-bytes';
import type { ReplicaContext } from './replica-context';
import { requireView } from './warrants';

const APPENDING = 'replica.append';

/** The votes so far, and what they depend on. */
interface Taken {
  readonly votes: Vote[];
  readonly items: PlacedRecord[];
}

/**
 * `done` hears of a vote for each record when everything that is taken is durable. A defect at one of them
 * is told to the host, and is no reason to fail the others.
 */
export function appendRecords(
  context: ReplicaContext,
  groups: readonly ViewRecords[],
  call: Pick<BytesCall, 'from' | 'trace'>,
  done: (votes: readonly Vote[]) => void,
): void {
  const { votes, items } = take(context, groups, call);
  if (items.length === 0) return done(votes);
  const { records, underWay, book } = context;
  // From here on a seal waits for these writes.
  const { end } = underWay.begin(items.map(({ position }) => position.keyId));
  const finish = (error: unknown): void => {
    end();
    done(error === undefined ? votes : insteadOf(votes, voteOf(context, call, error)));
  };
  const append = (): void =>
    records.append(items, (error) => {
      // What a write counts on must not be forgotten when the record is not.
      if (error !== undefined || book.isAtRest) finish(error);
      else book.rest().then(() => finish(undefined), finish);
    });
  try {
    const room = records.admitNow(
      items.reduce((sum, { bytes }) => sum + bytes.length, 0),
      items.every(({ bytes }) => isDeletedIn(bytes)),
    );
    if (room === true) append();
    else room.then(append).catch(finish);
  } catch (error) {
    finish(error);
  }
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
        const { timeMs, counter } = versionOf(bytes);
        context.clock.observe(timeMs, counter);
        taken.items.push(item);
        taken.votes.push(state.synced ? 'counts' : 'behind');
      } catch (error) {
        taken.votes.push(voteOf(context, call, error));
      }
    }
  }
  return taken;
}

/** Nothing of what was taken is durable. */
function insteadOf(votes: readonly Vote[], instead: Vote): Vote[] {
  return votes.map((vote) => (vote === 'counts' || vote === 'behind' ? instead : vote));
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
