// How a home replica takes a group of writes of a primary: each in its view, all of them in one commit.
import { codeOf, CodedError, type NodeRef } from '@chord-dht/chord';
import type { ViewRecords, Vote } from '../messages/byte-messages';
import type { StoredRecord } from '../record/stored-record';
import { keepLater } from './local-records';
import type { ReplicaContext } from './replica-context';
import { requireView } from './replica-handlers';

interface Taken {
  readonly record: StoredRecord;
  /** Its place in the answer. */
  readonly place: number;
  readonly counts: boolean;
}

/**
 * Resolves when everything that is taken is durable.
 * @returns a vote for each record
 * @throws anything but a CodedError, which is a vote
 */
export async function appendRecords(
  context: ReplicaContext,
  groups: readonly ViewRecords[],
  from: NodeRef,
): Promise<Vote[]> {
  const votes: Vote[] = [];
  const taken: Taken[] = [];
  for (const { view, records } of groups) {
    for (const bytes of records) {
      const place = votes.length;
      try {
        const record = context.read.record(bytes);
        const state = requireView(context, record, view, from);
        taken.push({ record, place, counts: state.synced });
        votes.push('none');
      } catch (error) {
        votes.push(voteOf(error));
      }
    }
  }
  try {
    const kept = keepLater(
      context,
      taken.map(({ record }) => record),
    );
    // What a write counts on must not be forgotten when the record is not.
    await Promise.all([kept, context.book.rest()]);
    for (const { place, counts } of taken) votes[place] = counts ? 'counts' : 'behind';
  } catch (error) {
    for (const { place } of taken) votes[place] = voteOf(error);
  }
  return votes;
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
