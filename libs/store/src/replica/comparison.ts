// Finds what this node has and another lacks: from digests to the figures of parts, and from those to the names of
// single records (DeCandia et al., Dynamo, SOSP 2007, section 4.7).
import type { Id, NodeRef } from '@chord-dht/chord';
import { partsOf } from '../arc/bucket-ids';
import { compareClockwise, type Arc, type Position } from '../record/position';
import { compareVersions, type Version } from '../record/version';
import { differencesOf, type Difference } from './differences';
import { digestOf } from './digest';
import { figuresOfParts, readParts, type PartFigures } from './part-figures';
import type { ReplicaContext } from './replica-context';
import { Slices } from './slices';
import type { TakenParts } from './taken-parts';

export type Name = Position & { readonly version: Version };

export interface Found {
  readonly found: readonly Difference[];
  /** What the peer has in the parts of the arc, where they were asked for. */
  readonly theirs: ReadonlyMap<number, PartFigures>;
  /** Of the peer, before it was looked at. */
  readonly mark: string;
}

/** In the order of the arc. */
export interface Unlike {
  /** Later there, or only there. */
  readonly theirs: Name[];
  /** Later here, or only here. */
  readonly ours: Name[];
  /** False when the peer has something there that cannot be read, or may have. */
  readonly isWhole: boolean;
}

const HEADS_A_PAGE = 500;
const NONE: ReadonlyMap<number, PartFigures> = new Map();

export class Comparison {
  /** Those who take many records as one row of bytes, by what they said last. */
  private readonly packers = new Set<Id>();

  constructor(private readonly context: ReplicaContext) {}

  /**
   * The stretches of an arc in which the peer has other records than we.
   * @param taken what is known to be here, for one who only takes: such parts do not differ
   */
  async differences(peer: NodeRef, arc: Arc, taken?: TakenParts): Promise<Found> {
    const { call, read } = this.context;
    const reply = read.fields(await call(peer, 'replica.digest', { arc }, this.patience()));
    const theirs = { count: read.count(reply['count']), hash: reply['hash'] };
    if (reply['packs'] === true) this.packers.add(peer.id);
    else this.packers.delete(peer.id);
    const compared = await this.compare(peer, arc, theirs, taken);
    return { ...compared, mark: read.mark(reply['mark']) };
  }

  packs({ id }: NodeRef): boolean {
    return this.packers.has(id);
  }

  private async compare(
    peer: NodeRef,
    arc: Arc,
    { count, hash }: { readonly count: number; readonly hash: unknown },
    taken: TakenParts | undefined,
  ): Promise<Pick<Found, 'found' | 'theirs'>> {
    const { records } = this.context;
    const ours = digestOf(records, arc);
    const most = Math.max(ours.count, count);
    if (ours.count === count && ours.hash === hash) return { found: [], theirs: NONE };
    if (count === 0) return { found: [{ arc, who: 'ours', records: most }], theirs: NONE };
    const isWhole = ours.count === 0 || most <= HEADS_A_PAGE;
    const who = ours.count === 0 ? 'theirs' : 'both';
    if (isWhole && !taken) return { found: [{ arc, who, records: most }], theirs: NONE };
    const theirs = await this.partsOfPeer(peer, arc);
    if (isWhole) return { found: [{ arc, who, records: most }], theirs };
    const options = { recordsMax: HEADS_A_PAGE, lastId: this.lastId };
    const here = this.ownParts(arc);
    for (const [index, figures] of theirs) if (taken?.has(index, figures)) here.set(index, figures);
    return { found: differencesOf(arc, here, theirs, options), theirs };
  }

  /** What this node has in the parts of an arc. */
  ownParts(arc: Arc): Map<number, PartFigures> {
    return figuresOfParts(this.context.records, arc, this.lastId);
  }

  /** The stretches of an arc in which this node has records, and not the same as one of the peers. */
  async unlikeAll(peers: readonly NodeRef[], arc: Arc): Promise<Arc[]> {
    const others: ReadonlyMap<number, PartFigures>[] = [];
    for (const peer of peers) {
      if ((await this.differences(peer, arc)).found.length === 0) return [];
      others.push(await this.partsOfPeer(peer, arc));
    }
    const ours = this.ownParts(arc);
    const found: { fromId: Id; toId: Id; records: number }[] = [];
    for (const { index, arc: part } of partsOf(arc, this.lastId)) {
      const here = ours.get(index);
      if (!here || others.some((there) => isSame(here, there.get(index)))) continue;
      const last = found.at(-1);
      if (last?.toId === part.fromId && last.records + here.records <= HEADS_A_PAGE) {
        last.toId = part.toId;
        last.records += here.records;
      } else found.push({ ...part, records: here.records });
    }
    return found;
  }

  /** Name by name, in a stretch of few records. */
  async heads(peer: NodeRef, arc: Arc): Promise<Unlike> {
    const { names, isWhole } = await this.namesOf(peer, arc);
    const unlike: Unlike = { theirs: [], ours: [], isWhole };
    const there = new Map(names.map((name) => [name.key, name]));
    for (const here of await this.localHeads(arc)) {
      const other = there.get(here.key);
      there.delete(here.key);
      const order = other ? compareVersions(here.version, other.version) : 1;
      if (order > 0) unlike.ours.push(here);
      if (order < 0) unlike.theirs.push(other as Name);
    }
    unlike.theirs.push(...there.values());
    unlike.theirs.sort((a, b) => compareClockwise(arc.fromId, a, b));
    return unlike;
  }

  async headsOf(peer: NodeRef, arc: Arc): Promise<Name[]> {
    return (await this.namesOf(peer, arc)).names;
  }

  private async namesOf(
    peer: NodeRef,
    arc: Arc,
  ): Promise<{ readonly names: Name[]; readonly isWhole: boolean }> {
    const { call, read, chord } = this.context;
    const names: Name[] = [];
    let isWhole = true;
    for (let after: Position | null = null; ;) {
      const page = read.fields(await call(peer, 'replica.heads', { arc, after }, this.patience()));
      for (const { key, version } of read.heads(page['heads']))
        names.push({ keyId: chord.keyId(key), key, version });
      isWhole &&= page['corrupt'] === 0;
      after = read.position(page['next']);
      if (!after) return { names, isWhole };
    }
  }

  async localHeads(arc: Arc): Promise<Name[]> {
    const slices = new Slices(this.context.chord.clock);
    const names: Name[] = [];
    for (let after: Position | null = null; ;) {
      const page = this.context.records.scanHeads(arc, { records: HEADS_A_PAGE, after });
      for (const { keyId, key, version } of page.items) names.push({ keyId, key, version });
      if (!page.next) return names;
      after = page.next;
      await slices.breathe();
    }
  }

  private async partsOfPeer(peer: NodeRef, arc: Arc): Promise<Map<number, PartFigures>> {
    const { call, read } = this.context;
    const reply = read.fields(await call(peer, 'replica.parts', { arc }, this.patience()));
    return readParts(read.bytes(reply['parts']));
  }

  private get lastId(): string {
    return this.context.chord.space.fromNumber(-1n);
  }

  private patience(): { timeoutMs: number } {
    return { timeoutMs: this.context.parameters.dataTimeoutMs };
  }
}

function isSame(a: PartFigures, b: PartFigures | undefined): boolean {
  return b !== undefined && a.records === b.records && a.high === b.high && a.low === b.low;
}
