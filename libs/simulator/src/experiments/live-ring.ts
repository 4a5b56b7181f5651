// The true owners while members come and go: lookups are measured against them.
import type { Id, NodeRef } from '@chord-dht/chord';

/** A lookup in progress. Each node that owned the target at some time during it is a right answer. */
export interface Question {
  readonly target: Id;
  readonly querier: NodeRef;
  readonly owners: Set<Id>;
}

export class LiveRing {
  /** Ascending. */
  private readonly ids: Id[];
  private readonly questions = new Set<Question>();

  constructor(members: Iterable<NodeRef>) {
    this.ids = Array.from(members, (member) => member.id).sort();
  }

  add(member: NodeRef): void {
    this.ids.splice(this.placeOf(member.id), 0, member.id);
    this.note();
  }

  remove(member: NodeRef): void {
    const place = this.placeOf(member.id);
    if (this.ids[place] === member.id) this.ids.splice(place, 1);
    this.note();
  }

  ownerOf(target: Id): Id {
    return this.ids[this.placeOf(target) % this.ids.length] as Id;
  }

  /** Watches the owners of a target from now on. */
  ask(target: Id, querier: NodeRef): Question {
    const question = { target, querier, owners: new Set([this.ownerOf(target)]) };
    this.questions.add(question);
    return question;
  }

  /** @returns false when it was dropped before */
  over(question: Question): boolean {
    return this.questions.delete(question);
  }

  /** Drops the lookups of a node that goes. @returns their number */
  forget(querier: NodeRef): number {
    const asked = [...this.questions].filter((question) => question.querier.id === querier.id);
    for (const question of asked) this.questions.delete(question);
    return asked.length;
  }

  private note(): void {
    for (const { target, owners } of this.questions) owners.add(this.ownerOf(target));
  }

  private placeOf(id: Id): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ids[middle] as Id) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
