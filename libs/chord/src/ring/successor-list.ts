// Derives a successor list from another's, and removes a failed head. Pure functions.
import { between } from '../id/between';
import type { IdSpace } from '../id/id-space';
import { NO_ADDRESS, isArtificial, type NodeRef } from '../id/node-ref';
import { hostOf } from './positions';

/** The most entries of a list in a message, however few hosts there are. */
const ENTRIES_MAX = 256;

/**
 * The list of `self` after `head` answered with its own: `[head, ...headList without its last]` (Zave, TSE 2017,
 * section 5, operation Stabilise). In a ring of at most r members the list ends before it comes round to `self`.
 * @param hostsMin the list grows beyond `lengthMax` until it names so many hosts beside that of `self`. The list of the
 *   successor does as well, so its entries always suffice.
 */
export function listBehind(
  self: NodeRef,
  head: NodeRef,
  headList: readonly NodeRef[],
  lengthMax: number,
  hostsMin = 0,
): NodeRef[] {
  const list: NodeRef[] = [];
  let previous = self;
  for (const node of [head, ...headList]) {
    const isFull = list.length >= lengthMax && hostsBeside(self, list, hostsMin) >= hostsMin;
    if (isFull || list.length === ENTRIES_MAX || !between(previous.id, node.id, self.id)) break;
    list.push(node);
    previous = node;
  }
  return list;
}

/** The number of hosts that a list names beside that of `self`, counted up to `most`. */
function hostsBeside(self: NodeRef, list: readonly NodeRef[], most: number): number {
  if (most === 0) return 0;
  const own = hostOf(self.address);
  const hosts = new Set<string>();
  for (const node of list) {
    const host = hostOf(node.address);
    if (host !== own && !isArtificial(node) && hosts.add(host).size === most) break;
  }
  return hosts.size;
}

/**
 * The list after its head failed to answer: the tail, and when that is too short now `last + 1` as padding. An
 * artificial id right behind the last entry is the only padding that skips no member (Zave, TSE 2017, section 5,
 * operation StabilizeFromSuccessor). A list without any real entry is empty.
 */
export function listWithoutHead(
  self: NodeRef,
  list: readonly NodeRef[],
  lengthMax: number,
  space: IdSpace,
): NodeRef[] {
  const tail = list.slice(1);
  if (tail.every(isArtificial)) return [];
  const last = list[list.length - 1] as NodeRef;
  const padding = space.add(last.id, 1n);
  const needsNoPadding = list.length < lengthMax || tail.length >= lengthMax;
  if (needsNoPadding || padding === self.id) return tail;
  return [...tail, { id: padding, address: NO_ADDRESS }];
}
