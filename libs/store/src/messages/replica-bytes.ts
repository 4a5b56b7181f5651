// The messages of bytes from the primary of a view to its other members: records, and the question whether the view is
// in force.
import type { Id, NodeRef } from '@chord-dht/chord';
import { ByteWriter, textSize, type ByteReader } from '../record/byte-cursor';
import { PieceWriter } from '../record/piece-writer';
import type { ViewName } from '../view/view';
import { ByteKind, reading, several, type ByteMessage } from './byte-message';

/**
 * The vote in a member's answer. `counts`: it counts towards a majority; `behind`: it does not have the view, or lacks
 * something of it; `sealed`: the view has ended there; `full`: it has no room; `none`: it was not applied; `failed`:
 * because of a defect; `busy`: too many calls between the two are in flight.
 */
export const VOTES = ['counts', 'behind', 'sealed', 'full', 'none', 'failed', 'busy'] as const;
export type Vote = (typeof VOTES)[number];

/** Records that are written in a view. */
export interface ViewRecords {
  readonly view: ViewName;
  readonly records: readonly Uint8Array[];
}

/** A group of writes of one primary; the answer has a vote for each record, in the order of the request. */
export const APPEND: ByteMessage<readonly ViewRecords[], readonly Vote[]> = {
  writeRequest: (groups) => {
    const [first] = groups;
    const all = groups.length === 1 && first ? first.records : groups.flatMap((its) => its.records);
    let size = 3;
    for (const { view, records } of groups) size += groupSize(view, records);
    const writer = new PieceWriter(size, all);
    writer.u8(ByteKind.append);
    writer.u16(groups.length);
    for (const { view, records } of groups) {
      writeView(writer, view);
      writer.u16(records.length);
      for (const record of records) {
        writer.u32(record.length);
        writer.piece(record);
      }
    }
    return writer.pieces;
  },
  readRequest: (bytes) =>
    reading(bytes, (reader) =>
      several(reader.u16(), () => {
        const view = readView(reader);
        return { view, records: several(reader.u16(), () => reader.slice()) };
      }),
    ),
  writeReply: (votes) => {
    const bytes = new Uint8Array(votes.length);
    for (let at = 0; at < votes.length; at += 1) bytes[at] = VOTES.indexOf(votes[at] as Vote);
    return bytes;
  },
  readReply: (bytes) => votesIn(bytes, 0),
};

/** The views in force at a member, in the arcs in which the primary serves them. */
export interface ViewCheck {
  readonly view: ViewName;
  readonly fromId: Id;
  readonly toId: Id;
}

/** The state of a member's views at one moment. */
export interface Stand {
  /** Names the run and the disk of the member: the stands of another are void. */
  readonly incarnation: string;
  /** Changes whenever the member's views change. */
  readonly revision: number;
}

/** A member that asks its primary, and its stand when it asked. */
export interface Witness extends Stand {
  readonly node: NodeRef;
}

export interface Standing extends Stand {
  /** For the requested views, in their order. */
  readonly votes: readonly Vote[];
}

export const CONFIRM: ByteMessage<readonly ViewCheck[], Standing> = {
  writeRequest: (checks) => {
    const size = checks.reduce(
      (sum, { view, fromId, toId }) => sum + viewSize(view) + textSize(fromId) + textSize(toId),
      3,
    );
    const writer = new ByteWriter(size);
    writer.u8(ByteKind.confirm);
    writer.u16(checks.length);
    for (const { view, fromId, toId } of checks) {
      writeView(writer, view);
      writer.text(fromId);
      writer.text(toId);
    }
    return writer.bytes;
  },
  readRequest: (bytes) =>
    reading(bytes, (reader) =>
      several(reader.u16(), () => ({
        view: readView(reader),
        fromId: reader.text(),
        toId: reader.text(),
      })),
    ),
  writeReply: ({ incarnation, revision, votes }) => {
    const writer = new ByteWriter(8 + textSize(incarnation) + votes.length);
    writer.f64(revision);
    writer.text(incarnation);
    for (const vote of votes) writer.u8(VOTES.indexOf(vote));
    return writer.bytes;
  },
  readReply: (bytes) =>
    reading(
      bytes,
      (reader) => {
        const revision = reader.f64();
        const incarnation = reader.text();
        return { revision, incarnation, votes: votesIn(bytes, reader.offset) };
      },
      0,
    ),
};

function viewSize({ lineage }: ViewName): number {
  return 8 + textSize(lineage);
}

function groupSize(view: ViewName, records: readonly Uint8Array[]): number {
  return viewSize(view) + 2 + records.length * 4;
}

function writeView(writer: ByteWriter, { epoch, lineage }: ViewName): void {
  writer.f64(epoch);
  writer.text(lineage);
}

function readView(reader: ByteReader): ViewName {
  return { epoch: reader.f64(), lineage: reader.text() };
}

/** The votes from `start` on. */
function votesIn(bytes: Uint8Array, start: number): Vote[] {
  const votes: Vote[] = [];
  for (let at = start; at < bytes.length; at += 1) votes.push(VOTES[bytes[at] as number] ?? 'none');
  return votes;
}
