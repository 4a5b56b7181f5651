// Knows for which ids this node may answer. The ring says what it owns; that alone is not enough,
// because while pointers change two nodes believe to own one id. So the right to answer moves by
// messages: who takes an arc over claims it from its successor, which answers for it no more.
import {
  between,
  inRange,
  sameNode,
  type ChordNode,
  type Id,
  type NodeRef,
} from '@chord-dht/chord';
import { StoreError, unavailable } from '../errors';
import { overlap, type Arc } from '../range/position';
import { Fences } from './fences';

type RingView = Pick<ChordNode, 'self' | 'membership' | 'predecessor'>;

/** What a claim is answered: from where on it is granted, or who is to be asked instead. */
export type Grant =
  | {
      readonly fromId: Id;
      /** Who has the rest of what was asked for, if it is not granted as a whole. */
      readonly behind: NodeRef | null;
    }
  | { readonly next: NodeRef };

export class Authority {
  /** The arc ends here and begins behind `fromId`; `null` while this node owns nothing. */
  private fromId: Id | null = null;
  /** What of the arc is certainly ours: from behind here on. `null`: nothing yet. */
  private confirmedFromId: Id | null = null;
  /**
   * From behind here on the right to answer is to be claimed. It may begin before the arc: who has
   * come in between since then claims its part from us, so we have to have it first.
   */
  private wantedFromId: Id | null = null;
  /** The predecessor that leaves and has asked us to serve its arc. */
  private adopted: { readonly leaver: NodeRef; readonly fromId: Id } | null = null;
  /** Where the arc began before its last cut, for a better answer to callers that are behind. */
  private formerFromId: Id | null = null;
  private leaving: { heir: NodeRef | null } | null = null;
  private wasAlone = false;
  private readonly fences = new Fences();

  constructor(private readonly ring: RingView) {}

  /** The ids that this node owns, whether or not it may answer for them yet. */
  get arc(): Arc | null {
    return this.fromId === null ? null : { fromId: this.fromId, toId: this.ring.self.id };
  }

  /** The part of the arc that is certainly ours. */
  get confirmedArc(): Arc | null {
    return this.confirmedFromId === null
      ? null
      : { fromId: this.confirmedFromId, toId: this.ring.self.id };
  }

  /** What is to be claimed, if anything is; otherwise the arc. */
  get wantedArc(): Arc | null {
    return this.wantedFromId === null
      ? null
      : { fromId: this.wantedFromId, toId: this.ring.self.id };
  }

  get isConfirmed(): boolean {
    return this.fromId === this.confirmedFromId;
  }

  get isLeaving(): boolean {
    return this.leaving !== null;
  }

  /** Nodes that have taken over a part of the arc and are not our predecessor yet. */
  get claimants(): readonly NodeRef[] {
    return this.fences.nodes();
  }

  /** Follows the pointers of the ring. @returns true when the arc has grown */
  follow(): boolean {
    const { membership, predecessor, self } = this.ring;
    const before = this.fromId;
    const isAlone = membership === 'alone';
    if (isAlone && !this.wasAlone) this.reset(self.id);
    else if (membership === 'member' || membership === 'leaving')
      this.followPredecessor(predecessor);
    else if (!isAlone) this.reset(null);
    this.wasAlone = isAlone;
    return this.hasGrown(before);
  }

  /**
   * A granted claim: what lies behind `requestedFromId` is ours, save for the part of the node that
   * was named, which is not our predecessor yet.
   */
  confirm(requestedFromId: Id, behind: NodeRef | null): void {
    if (this.fromId === null || this.wantedFromId === null) return;
    const self = this.ring.self.id;
    const isAll = !between(this.wantedFromId, requestedFromId, self);
    const start = isAll ? this.fromId : this.nearer(requestedFromId, this.fromId);
    if (this.confirmedFromId === null || between(start, this.confirmedFromId, self)) {
      this.confirmedFromId = start;
    }
    if (isAll) this.wantedFromId = this.fromId;
    const isFenced = behind !== null && behind.id !== this.ring.predecessor?.id;
    if (isFenced && between(this.fromId, behind.id, self)) this.fences.add(behind);
    this.joinAdopted();
  }

  /** Nobody else is there who could have a right to it. */
  confirmAll(): void {
    this.confirmedFromId = this.fromId;
    this.wantedFromId = this.fromId;
  }

  /** After a long sleep others may have taken over what was ours. */
  doubt(): void {
    if (this.ring.membership === 'alone') return;
    this.confirmedFromId = null;
    this.wantedFromId = this.fromId;
  }

  /**
   * Why this node does not answer for an id now, if so: `NOT_OWNER` with a better node if one is
   * known, `DRAINING` while it looks for its heir, `UNAVAILABLE` until its claim is granted.
   */
  refusal(keyId: Id): StoreError | undefined {
    const { self } = this.ring;
    if (!this.arc || !inRange(this.arc.fromId, keyId, self.id))
      return notOwner(self, this.hint(keyId));
    if (this.leaving?.heir) return notOwner(self, this.leaving.heir);
    if (this.leaving) return new StoreError('DRAINING', `${self.address} is leaving the ring.`);
    const claimant = this.fences.holderOf(this.arc.fromId, keyId);
    if (claimant) return notOwner(self, claimant);
    const confirmed =
      this.confirmedFromId !== null && inRange(this.confirmedFromId, keyId, self.id);
    return confirmed
      ? undefined
      : unavailable(`${self.address} is taking over this key.`, 'not-applied');
  }

  /** True when a record of the id may be brought here. */
  takes(keyId: Id): boolean {
    const { arc } = this;
    if (!arc || this.leaving || !inRange(arc.fromId, keyId, arc.toId)) return false;
    return this.fences.holderOf(arc.fromId, keyId) === undefined;
  }

  /** From where on this node answers for all ids up to itself, an id for which it answers given. */
  servedFrom(keyId: Id): Id {
    return this.fences.lastBefore(keyId, this.ring.self.id)?.id ?? this.confirmedFromId ?? keyId;
  }

  /**
   * Gives the arc from behind `fromId` up to `claimant` away, or the part behind the last node in between.
   * @throws StoreError `DRAINING`; `UNAVAILABLE` while a part of it is not certainly ours
   */
  grant(fromId: Id, claimant: NodeRef): Grant {
    const { self } = this.ring;
    const isHeir = this.leaving?.heir?.id === claimant.id;
    if (this.leaving && !isHeir)
      throw new StoreError('DRAINING', `${self.address} is leaving the ring.`);
    if (this.adopted?.leaver.id === claimant.id) this.release();
    const others = this.neighboursBeside(claimant);
    const ahead = nearest(
      others.filter((node) => between(claimant.id, node.id, self.id)),
      'first',
      claimant.id,
    );
    if (ahead) return { next: ahead };
    const behind = nearest(
      [...others, self].filter((node) => between(fromId, node.id, claimant.id)),
      'last',
      fromId,
    );
    const granted = { fromId: behind?.id ?? fromId, toId: claimant.id };
    if (this.isUnsure(granted))
      throw unavailable(`${self.address} is taking over a part of this arc itself.`, 'not-applied');
    if (this.arc && between(this.arc.fromId, claimant.id, self.id)) this.fences.add(claimant);
    return { fromId: granted.fromId, behind: behind ?? null };
  }

  /** A claimant that does not answer any more has no right left. */
  dismiss(claimant: NodeRef): void {
    this.fences.remove(claimant);
  }

  /** From now on nothing is answered; the heir is not known yet. */
  drain(): void {
    this.leaving = { heir: null };
  }

  /** The successor serves our arc from now on. */
  handTo(heir: NodeRef | null): void {
    if (this.leaving) this.leaving.heir = heir;
  }

  /** The leave has failed: what we had has to be claimed back. */
  stay(): void {
    this.leaving = null;
    this.doubt();
  }

  /**
   * Takes over the arc of the predecessor, which leaves.
   * @returns true when this is new
   * @throws StoreError `DRAINING` when this node leaves itself, `NOT_OWNER` when another lies in between
   */
  adopt(leaver: NodeRef, fromId: Id): boolean {
    const { self, predecessor } = this.ring;
    // When all members leave at once, the arc that crosses id 0 decides who waits for whom.
    const yields = this.leaving?.heir === null && leaver.id > self.id;
    if (this.leaving && !yields)
      throw new StoreError('DRAINING', `${self.address} is leaving the ring itself.`);
    if (!sameNode(predecessor, leaver)) throw notOwner(self, predecessor);
    if (this.adopted?.leaver.id === leaver.id && this.adopted.fromId === fromId) return false;
    this.adopted = { leaver, fromId };
    this.fromId = fromId;
    this.wantedFromId = this.farther(this.wantedFromId, fromId);
    this.joinAdopted();
    return true;
  }

  /** What the leaver gives is certain, once what lies between it and us is. */
  private joinAdopted(): void {
    const { adopted, confirmedFromId } = this;
    if (!adopted || confirmedFromId === null) return;
    const { id } = adopted.leaver;
    if (confirmedFromId === id || between(confirmedFromId, id, this.ring.self.id))
      this.confirmedFromId = adopted.fromId;
  }

  /**
   * Other nodes that have parts of what lies before us. The leaver of which we are heir has none any
   * more: who comes in between us and it becomes its heir.
   */
  private neighboursBeside(claimant: NodeRef): NodeRef[] {
    const { predecessor } = this.ring;
    const leaverId = this.adopted?.leaver.id;
    return [...this.fences.nodes(), ...(predecessor ? [predecessor] : [])].filter(
      ({ id }) => id !== claimant.id && id !== leaverId,
    );
  }

  private release(): void {
    this.adopted = null;
    this.followPredecessor(this.ring.predecessor);
  }

  private reset(fromId: Id | null): void {
    this.fromId = fromId;
    this.confirmedFromId = fromId;
    this.wantedFromId = fromId;
    this.adopted = null;
    this.formerFromId = null;
    this.fences.clear();
  }

  private followPredecessor(predecessor: NodeRef | null): void {
    // Without a predecessor the arc stays as it was: nobody has come closer.
    if (!predecessor) return;
    if (this.adopted?.leaver.id !== predecessor.id) this.adopted = null;
    const self = this.ring.self.id;
    const start = this.adopted?.fromId ?? predecessor.id;
    const wasConfirmed = this.isConfirmed && this.fromId !== null;
    this.wantedFromId = this.farther(this.wantedFromId, start);
    if (this.fromId !== null && between(this.fromId, start, self)) this.formerFromId = this.fromId;
    if (
      this.confirmedFromId !== null &&
      (wasConfirmed || between(this.confirmedFromId, start, self))
    ) {
      // Whoever lay there before is gone, and nobody is left to claim it from.
      this.confirmedFromId = start;
    }
    this.fromId = start;
    if (this.isConfirmed) this.wantedFromId = start;
    this.fences.keepWithin(predecessor.id, self);
  }

  private hasGrown(before: Id | null): boolean {
    if (this.fromId === null || this.fromId === before) return false;
    return before === null || !between(before, this.fromId, this.ring.self.id);
  }

  /** True when a part of `given` lies in the part of the arc that is not certainly ours. */
  private isUnsure(given: Arc): boolean {
    if (this.wantedFromId === null || this.wantedFromId === this.confirmedFromId) return false;
    const unsure = {
      fromId: this.wantedFromId,
      toId: this.confirmedFromId ?? this.ring.self.id,
    };
    return overlap(unsure, given);
  }

  /** The start that makes the larger arc. */
  private farther(a: Id | null, b: Id): Id {
    return a === null || between(b, a, this.ring.self.id) ? b : a;
  }

  private nearer(a: Id, b: Id): Id {
    return between(a, b, this.ring.self.id) ? b : a;
  }

  private hint(keyId: Id): NodeRef | null {
    const { predecessor } = this.ring;
    if (!predecessor || this.formerFromId === null) return null;
    return inRange(this.formerFromId, keyId, predecessor.id) ? predecessor : null;
  }
}

function notOwner(self: NodeRef, next: NodeRef | null): StoreError {
  return new StoreError(
    'NOT_OWNER',
    `${self.address} does not serve this key.`,
    next ? { next } : undefined,
  );
}

/** The first or the last of some nodes, clockwise from `fromId`. */
function nearest(
  nodes: readonly NodeRef[],
  which: 'first' | 'last',
  fromId: Id,
): NodeRef | undefined {
  return nodes.reduce<NodeRef | undefined>((best, node) => {
    if (!best) return node;
    const isBefore = between(fromId, node.id, best.id);
    return isBefore === (which === 'first') ? node : best;
  }, undefined);
}
