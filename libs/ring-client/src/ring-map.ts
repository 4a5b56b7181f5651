// A client's map of the ring: the hash of keys, and the member that answers for each id.
import {
  ChordError,
  IdSpace,
  readNodeRef,
  type Hasher,
  type Id,
  type NodeRef,
  type RingParameters,
} from '@chord-dht/chord';
import { OwnerCache, readNeighbours, type ClientAnswerer } from '@chord-dht/store/wire';
import { isMemberName } from '@chord-dht/transport';

const OWNERS_MAX = 4_096;
const NEIGHBOURS_MAX = 256;
const VERSION_RADIX = 36;

export class RingMap {
  private readonly owners = new OwnerCache(OWNERS_MAX);
  private ring: RingParameters | undefined;
  private space = new IdSpace(1);
  private latestMs = 0;

  constructor(private readonly hasher: Hasher) {}

  /** True once a member has reported the parameters of the ring; before, keys have no ids. */
  get isKnown(): boolean {
    return this.ring !== undefined;
  }

  /**
   * A time that the members have reached, in milliseconds of the Unix epoch. A write that begins now gets a version
   * that is not earlier, whatever the clock of this machine.
   */
  get ringMs(): number {
    return this.latestMs;
  }

  /** @param version of a write; its time stands first, up to the first hyphen */
  reached(version: string): void {
    const timeMs = Number.parseInt(version, VERSION_RADIX);
    if (timeMs > this.latestMs) this.latestMs = timeMs;
  }

  /** Adopts the parameters of a member's ring. @throws ChordError `INCOMPATIBLE` */
  take({ bits, hash }: RingParameters): void {
    if (this.ring) {
      if (this.ring.bits === bits && this.ring.hash === hash) return;
      const sentence = `The members are of two rings: one has ${this.ring.bits} bits with ${this.ring.hash}, another ${bits} with ${hash}.`;
      throw new ChordError('INCOMPATIBLE', sentence);
    }
    if (hash !== this.hasher.name)
      throw new ChordError(
        'INCOMPATIBLE',
        `The ring hashes its keys with ${hash}, and this client with ${this.hasher.name}; give it the hasher of the ring.`,
      );
    this.space = new IdSpace(bits);
    this.ring = { bits, hash };
  }

  keyId(key: string): Id {
    return this.space.idOf(key, this.hasher);
  }

  /** Returns the member that answers for an id; `undefined` when unknown. */
  ownerOf(keyId: Id): NodeRef | undefined {
    return this.owners.find(keyId);
  }

  /** @param asked the member that gave the answer, unless the answer names another one */
  learn(asked: NodeRef | undefined, { owner, ownedFrom }: ClientAnswerer): void {
    const node = owner === null ? asked : this.node(owner);
    if (node && ownedFrom !== null && this.space.isId(ownedFrom))
      this.owners.learn(node, ownedFrom);
  }

  forget(node: NodeRef): void {
    this.owners.forget(node.id);
  }

  /** Reads a node that a member has named; `undefined` when it cannot be one. */
  node(value: unknown): NodeRef | undefined {
    const node = readNodeRef(value, this.space);
    return node && isMemberName(node.address) ? node : undefined;
  }

  /**
   * Learns a member's neighbours from its answer.
   * @returns the members that it names, itself first
   * @throws ChordError `MALFORMED`
   */
  learnNeighbours(bytes: Uint8Array): NodeRef[] {
    const { self, predecessor, successors, ringMs } = readNeighbours(bytes);
    const own = this.node(self);
    if (!own) return [];
    if (typeof ringMs === 'number' && Number.isFinite(ringMs) && ringMs > this.latestMs)
      this.latestMs = ringMs;
    const following = Array.isArray(successors)
      ? (successors as unknown[]).slice(0, NEIGHBOURS_MAX).flatMap((one) => this.node(one) ?? [])
      : [];
    const before = this.node(predecessor);
    const members = [own, ...following.filter(({ id }) => id !== own.id)];
    let from = (before ?? members.at(-1) ?? own).id;
    for (const member of members) {
      this.owners.learn(member, from);
      from = member.id;
    }
    if (before && members.every(({ id }) => id !== before.id)) members.push(before);
    return members;
  }
}
