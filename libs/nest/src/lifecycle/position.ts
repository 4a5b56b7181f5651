// One position of this process on the ring: a member with a store of its own, and its remembered peers.
import {
  ChordNode,
  nodeRefOf,
  type Address,
  type Clock,
  type Hasher,
  type IdSpace,
  type NodeRef,
  type Random,
  type Transport,
} from '@chord-dht/chord';
import { isDiskOfAnother, StoreNode, type RecordStore } from '@chord-dht/store';
import type { Member } from '../member/member';
import type { MembershipOptions } from '../options/member-options';
import type { MemberFaults, MemberLog } from '../ports/member-log';
import { noteName } from './former-names';
import type { MovedMembers } from './moved-members';
import { noteLocation } from './own-move';
import { parametersOf, storeParametersOf } from './parameters';
import { RememberedPeers } from './remembered-peers';
import { StoreLog } from './store-log';

export interface Position extends Member {
  readonly remembered: RememberedPeers;
  /** Its peers in its last run. */
  readonly formerPeers: readonly Address[];
  /** True when its disk is that of a member of another name: it stays out of every ring. */
  readonly isApart: boolean;
}

export interface PositionParts {
  readonly address: Address;
  /** Differs for each process. */
  readonly instance: string;
  readonly records: RecordStore;
  readonly moved: MovedMembers;
  readonly movedFrom: NodeRef | undefined;
  readonly transport: Transport;
  readonly config: MembershipOptions;
  readonly log: MemberLog;
  readonly defects: MemberFaults;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly random: Random;
}

/** Creates a position that does not answer yet. */
export function makePosition(parts: PositionParts): Position {
  const { address, records, moved, movedFrom, config, log, defects } = parts;
  const { instance, transport, space, hasher, clock, random } = parts;
  const remembered = new RememberedPeers(records, log);
  const formerNames = noteName(records, address);
  const isApart =
    formerNames.length > 0 && isDiskOfAnother(records, space, nodeRefOf(address, space, hasher));
  if (!isApart) noteLocation(records, log);
  // Peers are looked up by their present names, and this node's own name is no peer.
  const known = remembered.load().map((peer) => moved.nameOf(peer));
  // Where two disks have swapped their names, the other one has this one's former name.
  const swapped = known.includes(address) ? formerNames : [];
  const formerPeers = isApart ? [] : [...new Set([...known, ...swapped])];
  if (isApart) remembered.leaveAsIs();
  const chord = new ChordNode({
    self: address,
    instance,
    settings: `--replicas ${config.replicas}`,
    space,
    hasher,
    transport,
    clock,
    random,
    parameters: parametersOf(config),
    remembered: formerPeers,
    onFault: defects.onFault,
  });
  const store = new StoreNode({ chord, records, parameters: storeParametersOf(config) });
  const storeLog = new StoreLog(address, log, defects);
  store.events.on((event) => storeLog.note(event));
  return {
    chord,
    store,
    records,
    remembered,
    formerPeers,
    isApart,
    formerNames,
    movedFrom,
    startedAtMs: clock.nowMs(),
  };
}

/** Starts it as a ring of one, which looks for its peers. */
export function startPosition({ chord, store, remembered }: Position): void {
  chord.start();
  store.start();
  remembered.follow(chord);
}
