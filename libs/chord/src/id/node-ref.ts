// The names by which members refer to each other.
import type { Id } from './between';
import type { Digests, IdSpace } from './id-space';

/** `host:port`, the only name of a peer; `host:port#i` for a further position of a host. */
export type Address = string;

/** A member by id and address. Artificial entries of a successor list have no address. */
export interface NodeRef {
  readonly id: Id;
  readonly address: Address;
}

/** The address of artificial entries: nothing listens there. */
export const NO_ADDRESS: Address = '';

/** `id(node) = hash(address) mod 2^bits`, where the address is `host:port` or `host:port#i`. */
export function nodeRefOf(address: Address, space: IdSpace, hasher: Digests): NodeRef {
  return Object.freeze({ id: space.idOf(address, hasher), address });
}

export function isArtificial(node: NodeRef): boolean {
  return node.address === NO_ADDRESS;
}

export function sameNode(a: NodeRef | null | undefined, b: NodeRef | null | undefined): boolean {
  return a === b || (a?.id === b?.id && a?.address === b?.address);
}

const ADDRESS_LENGTH_MAX = 270;

/**
 * True for an object that `nodeRefOf` made in this process; a codec freezes nothing. A host that passes messages by
 * reference need not validate or copy such a frozen object.
 */
export function isMadeHere(value: object): boolean {
  return Object.isFrozen(value);
}

/** Reads a reference out of a message; `undefined` when it is none. */
export function readNodeRef(value: unknown, space: IdSpace): NodeRef | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isMadeHere(value)) return value as NodeRef;
  const { id, address } = value as Partial<NodeRef>;
  if (!space.isId(id) || typeof address !== 'string' || address.length > ADDRESS_LENGTH_MAX)
    return undefined;
  return { id, address };
}
