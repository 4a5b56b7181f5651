// The sizes of quorums. Pure arithmetic over any kind of member.

export function majorityOf(members: readonly unknown[]): number {
  return Math.floor(members.length / 2) + 1;
}

/** The quorums of a set of members: any two of them have a member in common. */
export class Quorum<Member> {
  constructor(
    readonly members: readonly Member[],
    private readonly isSame: (a: Member, b: Member) => boolean = Object.is,
  ) {}

  /** A majority. */
  get needed(): number {
    return majorityOf(this.members);
  }

  /** The least number of members that is in every quorum: while they abstain, there is no quorum. */
  get neededToBlock(): number {
    return this.members.length - this.needed + 1;
  }

  /** The number of distinct members in the list; other nodes do not count. */
  count(some: readonly Member[]): number {
    return this.members.filter((member) => some.some((one) => this.isSame(one, member))).length;
  }

  isReached(some: readonly Member[]): boolean {
    return this.count(some) >= this.needed;
  }

  isBlocked(some: readonly Member[]): boolean {
    return this.count(some) >= this.neededToBlock;
  }

  /** The displayed form, for example `2 of 3 (2 needed)`. */
  describe(some: readonly Member[]): string {
    return `${this.count(some)} of ${this.members.length} (${this.needed} needed)`;
  }
}
