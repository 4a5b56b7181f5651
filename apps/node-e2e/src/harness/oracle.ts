// The perfect ring, computed from its members' addresses alone and independently of the code under test (ToN 2003,
// section IV).
import { createHash } from 'node:crypto';

const idOf = (text: string, bits: number): bigint =>
  BigInt(`0x${createHash('sha1').update(text).digest('hex')}`) % (1n << BigInt(bits));

/** Where an address stands on the circle, 0 to 1. */
export const turnOf = (address: string): number => Number(idOf(address, 160)) / 2 ** 160;

export class Oracle {
  private readonly members: readonly { readonly address: string; readonly id: bigint }[];

  constructor(
    addresses: readonly string[],
    private readonly bits = 160,
  ) {
    this.members = addresses
      .map((address) => ({ address, id: idOf(address, bits) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  idOf(text: string): bigint {
    return idOf(text, this.bits);
  }

  /** Addresses clockwise, beginning at `from`. */
  clockwise(from: string): string[] {
    const at = this.indexOf(from);
    return [...this.members.slice(at), ...this.members.slice(0, at)].map(({ address }) => address);
  }

  successor(of: string): string {
    return this.at(this.indexOf(of) + 1).address;
  }

  predecessor(of: string): string {
    return this.at(this.indexOf(of) - 1).address;
  }

  /** The first member whose id is equal to or follows the key's id. */
  owner(key: string): string {
    return this.following(this.idOf(key)).address;
  }

  /** `count` keys that begin so, as many for each member as for any other, however short its arc is. */
  keysOfEach(count: number, prefix: string): string[] {
    const wanted = Math.ceil(count / this.members.length);
    const left = new Map(this.members.map(({ address }) => [address, wanted]));
    const keys: string[] = [];
    for (let number = 0; keys.length < count; number += 1) {
      const key = `${prefix}${number}`;
      const owner = this.owner(key);
      const more = left.get(owner) ?? 0;
      if (more > 0) keys.push(key);
      left.set(owner, more - 1);
    }
    return keys;
  }

  /** The owner of a key and the next members in further processes: those that keep it. */
  homes(key: string, copies: number): string[] {
    const byProcess = new Map<string | undefined, string>();
    for (const address of this.clockwise(this.owner(key))) {
      const [hostAndPort] = address.split('#');
      if (byProcess.size < copies && !byProcess.has(hostAndPort))
        byProcess.set(hostAndPort, address);
    }
    return [...byProcess.values()];
  }

  /** The ids a lookup by perfect fingers visits, from the first node to the owner. */
  path(from: string, key: string): string[] {
    const target = this.idOf(key);
    const owner = this.following(target);
    const visited = [this.at(this.indexOf(from))];
    for (let here = this.at(this.indexOf(from)); here !== owner;) {
      here = this.preceding(here.id, target) ?? this.following(here.id + 1n);
      visited.push(here);
    }
    return visited.map(({ id }) => id.toString());
  }

  /** The finger of the node `id` that most closely precedes `target`, if any lies between. */
  private preceding(id: bigint, target: bigint) {
    const toTarget = this.distance(id, target);
    for (let index = this.bits - 1; index >= 0; index -= 1) {
      const finger = this.following(id + (1n << BigInt(index)));
      const step = this.distance(id, finger.id);
      if (step > 0n && step < toTarget) return finger;
    }
    return undefined;
  }

  private following(id: bigint) {
    const wrapped = this.distance(0n, id);
    return this.members.find((member) => member.id >= wrapped) ?? this.at(0);
  }

  private distance(from: bigint, to: bigint): bigint {
    const size = 1n << BigInt(this.bits);
    return (((to - from) % size) + size) % size;
  }

  private indexOf(address: string): number {
    const index = this.members.findIndex((member) => member.address === address);
    if (index < 0) throw new Error(`${address} is no member`);
    return index;
  }

  private at(index: number) {
    const member = this.members.at(index % this.members.length);
    if (!member) throw new Error('an empty ring');
    return member;
  }
}
