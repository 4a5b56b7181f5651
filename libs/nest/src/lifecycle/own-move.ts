// Continues a member whose disk returns under another name.
import {
  nodeRefOf,
  PROTOCOL_VERSION,
  type Address,
  type Hasher,
  type IdSpace,
  type NodeRef,
  type Transport,
} from '@chord-dht/chord';
import { isDiskOfAnother, memberAmong, renameMembers, type RecordStore } from '@chord-dht/store';
import type { MemberLog } from '../ports/member-log';
import { formerNames } from './former-names';

/**
 * The time, in milliseconds, that a former name has to answer; one that leads to another machine may get no reply at
 * all.
 */
const ANSWER_MS = 2_000;
const STATE_NAME = 'location';
const COPIED =
  'The data file is a copy of the one that this node had. If it is older than that one was at the end, ' +
  'writes that were acknowledged since are missing here, and this node counts as if it had them: ' +
  'stop it, and start it with an empty data folder; it gets everything from the other home replicas.';

export interface OwnMoveParts {
  readonly self: NodeRef;
  readonly records: RecordStore;
  readonly transport: Transport;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly log: MemberLog;
}

/**
 * Renames this member when its disk returns under another name. A member is its disk, and the lock on that keeps every
 * other process from it. So the disk may take its new name where it is certainly that disk, and not a copy whose
 * original goes on: its data file lies where it lay, and no process answers under the former name. Otherwise nothing is
 * changed.
 * @returns the member that it was
 */
export async function takeOwnName(parts: OwnMoveParts): Promise<NodeRef | undefined> {
  const { self, records, space, hasher, log } = parts;
  if (!isDiskOfAnother(records, space, self) || !isWhereItWas(records)) return undefined;
  const names = formerNames(records, self.address);
  const refs = names.map((name) => nodeRefOf(name, space, hasher));
  const former = memberAmong(records, space, refs);
  if (!former || (await isAnswered(former.address, parts))) return undefined;
  const twice = await renameMembers(records, space, (member) =>
    member.address === former.address ? self : member,
  );
  if (twice !== undefined) return undefined;
  log.info('own-name-changed', {
    former: former.address,
    present: self.address,
    message: `The disk of ${former.address} goes on as ${self.address}; the ring forgets the former name.`,
  });
  return former;
}

/** From now on a copy of the disk can be recognised. One that this node itself starts with is reported: it may be old. */
export function noteLocation(records: RecordStore, log: Pick<MemberLog, 'warn'>): void {
  if (records.location === undefined || isWhereItWas(records)) return;
  if (records.getState(STATE_NAME) !== undefined) log.warn('data-file-copied', { message: COPIED });
  // Without the location, an operator has to name a disk that returns under another name.
  records.putState(STATE_NAME, records.location).catch(() => undefined);
}

function isWhereItWas(records: RecordStore): boolean {
  return records.location !== undefined && records.getState(STATE_NAME) === records.location;
}

/** True for any answer, also one of a node that is not ready to identify itself. */
async function isAnswered(
  address: Address,
  { self, transport, space, hasher }: OwnMoveParts,
): Promise<boolean> {
  const envelope = {
    version: PROTOCOL_VERSION,
    ring: { bits: space.bits, hash: hasher.name },
    from: self,
    to: null,
    type: 'chord.identify',
    body: null,
    deadlineMs: ANSWER_MS,
  };
  try {
    await transport.request(address, envelope, ANSWER_MS);
    return true;
  } catch {
    return false;
  }
}
