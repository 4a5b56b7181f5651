// Synchronises an arc between two nodes: compares, fetches what is later there, sends what is later here.
import { checkKey } from '../record/keys';
import type { NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import { compareVersions, type Version } from '../record/version';
import type { ChangeWarrant, ViewName } from '../view/view';
import { Carrier, type Pulled } from './carrier';
import { Comparison, type Name } from './comparison';
import type { Difference } from './differences';
import { inLanes, Places } from './lanes';
import { dropExactly, isAbsent, readable } from './local-records';
import { Marks, SINCE_TOLD } from './marks';
import type { Move, Movement } from './movement';
import type { ReplicaContext } from './replica-context';
import type { TakenParts } from './taken-parts';
import { requireWithin } from './warrants';

/** Another pass brings what has changed meanwhile; when it was as little as this, the next is not needed. */
const LAST_PASS_RECORDS = 256;
/** And when it was no less than this part of the one before, the next will not be less. */
const SHRINKS_BY = 2;
/** Stretches of one arc that are looked at side by side. */
const LANES = 8;
/** And compared name by name, of all arcs: when rings meet, all that a node has is compared with many others. */
const PLACES = 4;
const CHANGES_A_MESSAGE = 1_000;

export class Sync {
  private readonly comparison: Comparison;
  private readonly carrier: Carrier;
  /** Up to where we know what was written at others. */
  private readonly heard = new Marks();
  private readonly places = new Places(PLACES);

  constructor(
    private readonly context: ReplicaContext,
    private readonly movement: Movement,
  ) {
    this.comparison = new Comparison(context);
    this.carrier = new Carrier(context, movement, (peer) => this.comparison.packs(peer));
  }

  /**
   * Afterwards every record that the peer has is here, in that version or a later one; while the peer goes
   * on to write, all but the last.
   * @param taken parts of this arc that are here; those that are taken now are noted in it
   * @throws StoreError `SEALED` when this node is beyond the change meanwhile
   */
  pull(peer: NodeRef, arc: Arc, under: ChangeWarrant, taken?: TakenParts): Promise<void> {
    const { carrier, comparison } = this;
    return this.inPasses(async () => {
      await this.hear(peer, arc, under);
      const looked = await comparison.differences(peer, arc, taken);
      let isAllWhole = true;
      const moved = await this.alike(looked.found, async ({ arc: part, who }, move) => {
        if (who === 'ours') return 0;
        const pulled =
          who === 'theirs'
            ? await carrier.pullAll(peer, part, under, move)
            : await this.pullLater(peer, part, under);
        isAllWhole &&= pulled.isWhole;
        return pulled.moved;
      });
      // What cannot be read at one of them may be had from another.
      if (isAllWhole) taken?.note(looked.theirs);
      this.heard.keep(peer, arc, looked.mark);
      return moved;
    });
  }

  /** Notes what lies here as taken: others have the same as a rule. */
  noteOwn(arc: Arc, taken: TakenParts): void {
    taken.note(this.comparison.ownParts(arc));
  }

  private async pullLater(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<Pulled> {
    const { theirs, isWhole } = await this.comparison.heads(peer, arc);
    const hasAll = await this.carrier.fetch(peer, theirs, under);
    return { moved: theirs.length, isWhole: isWhole && hasAll };
  }

  /**
   * Afterwards the peer has every record that is here, in that version or a later one; as `pull`.
   * @throws StoreError `SEALED` when the peer is beyond the change
   */
  push(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    const { carrier, comparison } = this;
    return this.inPasses(async () => {
      await this.tell(peer, arc, under);
      const { mark } = this.context.recentWrites;
      const { found } = await comparison.differences(peer, arc);
      const moved = await this.alike(found, async ({ arc: part, who }, move) => {
        if (who === 'ours') return carrier.pushAll(peer, part, under, move);
        if (who !== 'both') return 0;
        const { ours } = await comparison.heads(peer, part);
        await carrier.send(peer, ours, under);
        return ours.length;
      });
      this.context.told.keep(peer, arc, mark);
      return moved;
    });
  }

  /**
   * Drops what is here and at none of the peers, which together hold everything: other keys, and later
   * versions as well. They were written in a view that had ended, by a node that did not know it yet.
   * @throws StoreError `SEALED` as `pull`
   */
  async dropUnknown(peers: readonly NodeRef[], arc: Arc, under: ChangeWarrant): Promise<void> {
    for (const part of await this.comparison.unlikeAll(peers, arc)) {
      const latest = new Map<string, Version>();
      for (const peer of peers) {
        for (const { key, version } of await this.comparison.headsOf(peer, part)) {
          const known = latest.get(key);
          if (!known || compareVersions(known, version) < 0) latest.set(key, version);
        }
      }
      const unknown = (await this.comparison.localHeads(part)).filter(({ key, version }) => {
        const known = latest.get(key);
        return !known || compareVersions(known, version) < 0;
      });
      // This node may have been told meanwhile that it counts in a later view, and have written in it.
      for (const { state } of this.context.book.within(arc)) requireWithin(state, under);
      await dropExactly(this.context, unknown);
    }
  }

  /**
   * Afterwards the peer has what is here, and nothing else: no other key, and no later version. Only the
   * primary of a view in force may do so: every write of its view begins here before it is sent, so
   * what is not here when nothing is under way is stale. The peer refuses when it knows of a later view.
   */
  async pushExactly(peer: NodeRef, arc: Arc, view: ViewName): Promise<void> {
    const { carrier, comparison } = this;
    const { epoch, lineage } = view;
    const under = { view: { epoch, lineage } };
    const { found } = await comparison.differences(peer, arc);
    await this.alike(found, async ({ arc: part, who }, move) => {
      if (who === 'ours') return carrier.pushAll(peer, part, under, move);
      const { ours, theirs } = await comparison.heads(peer, part);
      if (theirs.length > 0) {
        await this.context.underWay.quiet(part);
        const stale = theirs.filter((name) => this.isStale(name));
        await carrier.drop(peer, view, stale);
        ours.push(...stale);
      }
      await carrier.send(peer, ours, under);
      return ours.length;
    });
  }

  /** Works through the stretches in which a peer has other records. @returns how many were moved */
  private async alike(
    found: readonly Difference[],
    work: (difference: Difference, move: Move) => Promise<number>,
  ): Promise<number> {
    let moved = 0;
    if (found.length === 0) return moved;
    const move = this.movement.begin(found.reduce((sum, { records }) => sum + records, 0));
    try {
      await inLanes(found, LANES, async (difference) => {
        moved += await this.inPlace(difference, () => work(difference, move));
        if (difference.who === 'both') move.advance(difference.records);
      });
    } finally {
      move.end();
    }
    return moved;
  }

  /** A stream has its own credit, and what the beginning of a view waits for need not wait for a place. */
  private inPlace({ arc, who }: Difference, work: () => Promise<number>): Promise<number> {
    const mayGoAhead = who !== 'both' || this.context.precedence.has(arc.toId);
    return mayGoAhead ? work() : this.places.run(work);
  }

  /**
   * Fetches what was written at the peer since we looked last, without a look at anything else. Where this
   * incarnation has not looked yet, the peer may know what an earlier one had.
   */
  private async hear(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    const { call, read, chord, parameters, records } = this.context;
    const hasSome = records.count(arc) > 0;
    const first = this.heard.find(peer, arc) ?? (hasSome ? SINCE_TOLD : undefined);
    for (let since = first; since !== undefined;) {
      const body = { arc, since };
      const options = { timeoutMs: parameters.dataTimeoutMs };
      const reply = read.fields(await call(peer, 'replica.changes', body, options));
      const keys = read.array(reply['keys'], CHANGES_A_MESSAGE).map(checkKey);
      const names = keys.map((key) => ({ keyId: chord.keyId(key), key }));
      await this.carrier.fetch(peer, names, under);
      if (reply['isMore'] !== true) return;
      since = read.mark(reply['mark']);
    }
  }

  /** The same the other way round. */
  private async tell(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    const { recentWrites, told } = this.context;
    for (let since = told.find(peer, arc); since !== undefined;) {
      const found = recentWrites.since(since, arc, CHANGES_A_MESSAGE);
      if (!found) return;
      await this.carrier.send(peer, found.positions, under);
      since = found.isMore ? found.mark : undefined;
    }
  }

  /** What is unreadable here is not stale there: the peer's copy may be the last one. */
  private isStale(name: Name): boolean {
    const here = readable(this.context, name);
    if (!here) return isAbsent(this.context, name);
    return compareVersions(here.version, name.version) < 0;
  }

  private async inPasses(pass: () => Promise<number>): Promise<void> {
    for (let before = Infinity; ;) {
      const moved = await pass();
      if (moved <= LAST_PASS_RECORDS || moved > before / SHRINKS_BY) return;
      before = moved;
    }
  }
}
