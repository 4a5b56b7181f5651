// Knows how a successor list is made from another's and what happens when its head fails. Pure functions.
import { between } from '../id/between';
import type { IdSpace } from '../id/id-space';
import { NO_ADDRESS, isArtificial, type NodeRef } from './node-ref';

/**
 * My list after `head` answered with its own: `[head, ...headList without its last]`
 * (Zave, TSE 2017, section 5, operation Stabilise). In a ring of at most r members the list ends
 * before it comes round to me.
 */
export function listBehind(
  self: NodeRef,
  head: NodeRef,
  headList: readonly NodeRef[],
  lengthMax: number,
): NodeRef[] {
  const list: NodeRef[] = [];
  let previous = self;
  for (const node of [head, ...headList]) {
    if (list.length === lengthMax || !between(previous.id, node.id, self.id)) break;
    list.push(node);
    previous = node;
  }
  return list;
}

/**
 * My list after its head failed to answer: the tail, and when the list was full `last + 1` as
 * padding. An artificial id right behind the last entry is the only padding that skips no member
 * (Zave, section 5, operation StabilizeFromSuccessor). A list without any real entry is empty.
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
  if (list.length < lengthMax || padding === self.id) return tail;
  return [...tail, { id: padding, address: NO_ADDRESS }];
}
