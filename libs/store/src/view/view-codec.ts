// View states as text and in messages. Throws ChordError MALFORMED.
import { ChordError, readNodeRef, type IdSpace, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import { isDiskName } from './incarnation';
import type { Segment } from './view-map';
import { withoutBases, type Ballot, type View, type ViewName } from './view';
import type { Disk, PrepareReply, Warrant } from './view-messages';
import type { Proposal, ViewState } from './view-state';

const MEMBERS_MAX = 16;
const SEGMENTS_MAX = 10_000;
const BASES_MAX = 64;
const LINEAGE = /^[0-9a-f]{16}$/;

/** The part of a state that is stored and sent; `serving` belongs to the running process only. */
export type SentState = Omit<ViewState, 'serving'>;

export class ViewReader {
  constructor(private readonly space: IdSpace) {}

  arc(value: unknown): Arc {
    const { fromId, toId } = fieldsOf(value);
    if (!this.space.isId(fromId) || !this.space.isId(toId)) throw malformed('an arc of two ids');
    return { fromId, toId };
  }

  name(value: unknown): ViewName {
    const { epoch, lineage } = fieldsOf(value);
    if (!Number.isSafeInteger(epoch) || (epoch as number) < 1) throw malformed('an epoch');
    if (typeof lineage !== 'string' || !LINEAGE.test(lineage)) throw malformed('a lineage');
    return { epoch: epoch as number, lineage };
  }

  /** Reads the name of a disk; `null` from a node of version 1. */
  disk(value: unknown): Disk {
    if (value === null || value === undefined) return null;
    if (!isDiskName(value)) throw malformed('the name of a disk');
    return value;
  }

  /** Reads the warrant of sent records; `null` from a node of version 1. */
  warrant(value: unknown): Warrant | null {
    if (value === null || value === undefined) return null;
    const { view, bases, ballot } = fieldsOf(value);
    if (view !== undefined) return { view: this.name(view) };
    if (!Array.isArray(bases) || bases.length === 0 || bases.length > BASES_MAX)
      throw malformed('the views that end');
    return { bases: bases.map((basis) => this.name(basis)), ballot: this.ballot(ballot) };
  }

  prepareReply(value: unknown): PrepareReply {
    const { kind, synced, forgot, accepted, promised, segments, disk } = fieldsOf(value);
    if (kind === 'promised') {
      return {
        kind,
        synced: synced === true,
        forgot: forgot !== false,
        accepted: accepted === null ? null : this.proposal(accepted),
        disk: this.disk(disk),
      };
    }
    if (kind === 'outbid') return { kind, promised: this.ballot(promised) };
    return {
      kind: kind === 'divided' ? 'divided' : 'other',
      segments: this.segments(segments),
    };
  }

  view(value: unknown): View {
    const { primary, members, isMerger, follows } = fieldsOf(value);
    if (!Array.isArray(members) || members.length === 0 || members.length > MEMBERS_MAX)
      throw malformed('the members of a view');
    return {
      ...this.name(value),
      primary: this.node(primary),
      members: members.map((member) => this.node(member)),
      ...(isMerger === true ? { isMerger } : {}),
      ...(follows === undefined ? {} : { follows: this.bases(follows) }),
    };
  }

  private bases(value: unknown): View[] {
    if (!Array.isArray(value) || value.length > BASES_MAX) throw malformed('the views that end');
    return value.map((basis) =>
      withoutBases(this.view({ ...fieldsOf(basis), follows: undefined })),
    );
  }

  ballot(value: unknown): Ballot {
    const { round, node } = fieldsOf(value);
    if (!Number.isSafeInteger(round) || (round as number) < 0 || !this.space.isId(node))
      throw malformed('a ballot');
    return { round: round as number, node };
  }

  proposal(value: unknown): Proposal {
    const { ballot, view } = fieldsOf(value);
    return { ballot: this.ballot(ballot), view: this.view(view) };
  }

  state(value: unknown): SentState {
    const { view, synced, forgot, promised, accepted } = fieldsOf(value);
    return {
      view: view === null ? null : this.view(view),
      synced: synced === true,
      forgot: forgot !== false,
      promised: promised === null ? null : this.ballot(promised),
      accepted: accepted === null ? null : this.proposal(accepted),
    };
  }

  segments(value: unknown): { arc: Arc; state: SentState }[] {
    if (!Array.isArray(value) || value.length > SEGMENTS_MAX) throw malformed('a list of arcs');
    return value.map((item) => {
      const { arc, state } = fieldsOf(item);
      return { arc: this.arc(arc), state: this.state(state) };
    });
  }

  private node(value: unknown): NodeRef {
    const node = readNodeRef(value, this.space);
    if (!node) throw malformed('a node with id and address');
    return node;
  }
}

export function sent({ arc, state }: Segment): { arc: Arc; state: SentState } {
  const { view, synced, forgot, promised, accepted } = state;
  return { arc, state: { view, synced, forgot, promised, accepted } };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw malformed('an object');
  return value as Record<string, unknown>;
}

function malformed(expected: string): ChordError {
  return new ChordError(
    'MALFORMED',
    `The message about views does not hold what it should: expected ${expected}.`,
  );
}
