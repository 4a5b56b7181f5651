// Every message of the routing layer, with request and reply, and their validation when they come from a peer.
import { ChordError } from '../base/errors';
import type { Membership } from '../base/events';
import type { Id } from '../id/between';
import type { IdSpace } from '../id/id-space';
import { type Address, type NodeRef, isMadeHere, readNodeRef } from '../id/node-ref';

/** A member's pointers as it reports them. */
export interface PointerState {
  readonly membership: Membership;
  readonly predecessor: NodeRef | null;
  readonly successors: readonly NodeRef[];
}

export interface Identity {
  readonly node: NodeRef;
  readonly membership: Membership;
  /** Differs for every process, also of one name. */
  readonly instance?: string;
  /** The settings that its layers above share with all members, as text; absent from earlier versions. */
  readonly settings?: string;
}

/** The answer of a node on the way: the owner with its followers, or a node closer to it. */
export type StepReply =
  | {
      readonly kind: 'owner';
      readonly owner: NodeRef;
      readonly followers: readonly NodeRef[];
      readonly index: number;
    }
  | {
      readonly kind: 'next';
      readonly node: NodeRef;
      readonly finger: number | null;
      readonly index: number;
    }
  | { readonly kind: 'none' };

export interface FoundReply {
  readonly owner: NodeRef;
  readonly followers: readonly NodeRef[];
  /** The nodes visited, from the one that was asked to the owner's predecessor. */
  readonly path: readonly NodeRef[];
}

export type ChordMessages = {
  /** Asks for the identity. Answered in every state; the only message to a peer known by address alone. */
  'chord.identify': { request: null; reply: Identity };
  /** Asks whether the receiver is alive and in a ring with others. */
  'chord.ping': { request: null; reply: { membership: Membership } };
  /** Pointers for stabilisation; answered `PENDING` while they are about to change. */
  'chord.state': { request: null; reply: PointerState };
  /** Pointers for a reader that changes nothing; always answered. */
  'chord.view': { request: null; reply: PointerState };
  /** The sender believes that it is the receiver's predecessor. */
  'chord.notify': { request: null; reply: { updated: boolean } };
  /** Proposes a successor: a node between sender and receiver, or one of another ring. */
  'chord.hint': { request: { candidate: NodeRef }; reply: null };
  'chord.step': { request: { target: Id; avoid: readonly Id[] }; reply: StepReply };
  'chord.find': {
    request: { target: Id; avoid: readonly Id[]; hopsLeft: number };
    reply: FoundReply;
  };
  /** The sender leaves, or stops and will return. */
  'chord.goodbye': { request: { predecessor: NodeRef | null; returning: boolean }; reply: null };
  /** Asks the receiver to join the ring of `via`. */
  'chord.invite': { request: { via: Address }; reply: null };
  /** The sender's ring and the receiver's are two: the receiver finds the sender's place in its ring. */
  'chord.meet': { request: null; reply: null };
};

const AVOID_MAX = 256;
const LIST_MAX = 256;
const MEMBERSHIPS: readonly string[] = [
  'starting',
  'alone',
  'joining',
  'member',
  'leaving',
  'left',
];

/** Reads messages that came from another process. Every method throws ChordError `MALFORMED`. */
export class ChordReader {
  constructor(private readonly space: IdSpace) {}

  fields(body: unknown): Record<string, unknown> {
    if (typeof body !== 'object' || body === null) throw malformed('an object');
    return body as Record<string, unknown>;
  }

  node(value: unknown): NodeRef {
    const node = readNodeRef(value, this.space);
    if (!node) throw malformed('a node with id and address');
    return node;
  }

  optionalNode(value: unknown): NodeRef | null {
    return value === null || value === undefined ? null : this.node(value);
  }

  nodes(value: unknown): readonly NodeRef[] {
    if (!Array.isArray(value) || value.length > LIST_MAX) throw malformed('a list of nodes');
    return isMadeHere(value) ? value : value.map((item) => this.node(item));
  }

  id(value: unknown): Id {
    if (!this.space.isId(value)) throw malformed(`an id of ${this.space.width} hexadecimal digits`);
    return value;
  }

  ids(value: unknown): Id[] {
    if (!Array.isArray(value) || value.length > AVOID_MAX) throw malformed('a list of ids');
    return value.map((item) => this.id(item));
  }

  count(value: unknown): number {
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw malformed('a count');
    return value as number;
  }

  membership(value: unknown): Membership {
    if (typeof value !== 'string' || !MEMBERSHIPS.includes(value)) throw malformed('a membership');
    return value as Membership;
  }

  pointers(body: unknown): PointerState {
    const { membership, predecessor, successors } = this.fields(body);
    return {
      membership: this.membership(membership),
      predecessor: this.optionalNode(predecessor),
      successors: this.nodes(successors),
    };
  }

  identity(body: unknown): Identity {
    const { node, membership, instance, settings } = this.fields(body);
    return {
      node: this.node(node),
      membership: this.membership(membership),
      ...(isShort(instance) ? { instance } : {}),
      ...(isShort(settings) ? { settings } : {}),
    };
  }

  step(body: unknown): StepReply {
    const { kind, owner, followers, node, finger, index } = this.fields(body);
    if (kind === 'owner') {
      return {
        kind,
        owner: this.node(owner),
        followers: this.nodes(followers),
        index: this.count(index),
      };
    }
    if (kind === 'next') {
      return {
        kind,
        node: this.node(node),
        finger: finger === null ? null : this.count(finger),
        index: this.count(index),
      };
    }
    if (kind === 'none') return { kind };
    throw malformed('a routing step');
  }

  found(body: unknown): FoundReply {
    const { owner, followers, path } = this.fields(body);
    return { owner: this.node(owner), followers: this.nodes(followers), path: this.nodes(path) };
  }
}

function malformed(expected: string): ChordError {
  return new ChordError(
    'MALFORMED',
    `The message does not hold what it should: expected ${expected}.`,
  );
}

const SHORT_LENGTH_MAX = 64;

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= SHORT_LENGTH_MAX;
}
