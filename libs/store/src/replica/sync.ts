// Knows how two nodes come to hold the same records of an arc: compare, fetch what is later there, send what is later here.
import type { NodeRef } from '@chord-dht/chord';
import { splitArc } from '../range/arcs';
import { compareClockwise, type Arc, type Position } from '../range/position';
import { encodeRecord } from '../record/record-codec';
import { compareVersions, printVersion, type Version } from '../record/version';
import type { ChangeWarrant, ViewName } from '../views/view';
import type { Head, Warrant } from '../views/view-messages';
import { digestOf } from './digest';
import { dropExactly, isAbsent, readable, takeOver } from './local-records';
import type { ReplicaContext } from './replica-context';
import { requireWithin } from './warrants';

type Name = Position & { readonly version: Version };

interface Difference {
  /** Later there, or only there. */
  readonly theirs: Name[];
  /** Later here, or only here. */
  readonly ours: Name[];
}

const KEYS_A_MESSAGE = 200;
const HEADS_A_PAGE = 500;
/** Of a part that differs. */
const PARTS = 16;

export class Sync {
  constructor(private readonly context: ReplicaContext) {}

  /**
   * Afterwards every record that the peer has is here, in that version or a later one.
   * @throws StoreError `SEALED` when this node is beyond the change meanwhile
   */
  async pull(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    const { theirs } = await this.compare(peer, arc);
    for (const some of chunks(theirs, KEYS_A_MESSAGE)) await this.fetch(peer, some, under);
  }

  /**
   * Afterwards the peer has every record that is here, in that version or a later one.
   * @throws StoreError `SEALED` when the peer is beyond the change
   */
  async push(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    await this.send(peer, (await this.compare(peer, arc)).ours, under);
  }

  /**
   * Drops what is here and at none of the peers, which together hold everything: other keys, and later
   * versions as well. They were written in a view that had ended, by a node that did not know it yet.
   * @throws StoreError `SEALED` as `pull`
   */
  async dropUnknown(peers: readonly NodeRef[], arc: Arc, under: ChangeWarrant): Promise<void> {
    const latest = new Map<string, Version>();
    for (const peer of peers) {
      for (const { key, version } of await this.headsOf(peer, arc)) {
        const known = latest.get(key);
        if (!known || compareVersions(known, version) < 0) latest.set(key, version);
      }
    }
    const unknown = [...this.localHeads(arc)].filter(({ key, version }) => {
      const known = latest.get(key);
      return !known || compareVersions(known, version) < 0;
    });
    // This node may have been told meanwhile that it counts in a later view, and have written in it.
    for (const { state } of this.context.book.within(arc)) requireWithin(state, under);
    await dropExactly(this.context, unknown);
  }

  /**
   * Afterwards the peer has what is here, and nothing else: no other key, and no later version. Only the
   * primary of a view in force may do so: every write of its view begins here before it is sent, so
   * what is not here when nothing is under way is stale. The peer refuses when it knows of a later view.
   */
  async pushExactly(peer: NodeRef, arc: Arc, view: ViewName): Promise<void> {
    const { ours, theirs } = await this.compare(peer, arc);
    if (theirs.length > 0) {
      await this.context.underWay.quiet(arc);
      const stale = theirs.filter((name) => this.isStale(name));
      await this.drop(peer, view, stale);
      ours.push(...stale);
    }
    const { epoch, lineage } = view;
    await this.send(peer, ours, { view: { epoch, lineage } });
  }

  /** What is unreadable here is not stale there: the peer's copy may be the last one. */
  private isStale(name: Name): boolean {
    const here = readable(this.context, name);
    if (!here) return isAbsent(this.context, name);
    return compareVersions(here.version, name.version) < 0;
  }

  private async compare(peer: NodeRef, arc: Arc): Promise<Difference> {
    const difference: Difference = { theirs: [], ours: [] };
    for (const part of await this.unequal(peer, arc))
      await this.compareHeads(peer, part, difference);
    difference.theirs.sort((a, b) => compareClockwise(arc.fromId, a, b));
    return difference;
  }

  /**
   * The parts of an arc in which the peer has other records than we: digests of ever smaller parts lead
   * there, down a hash tree that nobody has to keep (DeCandia et al., Dynamo, SOSP 2007, section 4.7).
   */
  private async unequal(peer: NodeRef, arc: Arc): Promise<Arc[]> {
    const { call, read, records, chord } = this.context;
    const { count, hash } = read.fields(
      await call(peer, 'replica.digest', { arc }, this.patience()),
    );
    const ours = digestOf(records, arc);
    if (ours.count === count && ours.hash === hash) return [];
    const parts = splitArc(chord.space, arc, PARTS);
    const isSmall = ours.count <= HEADS_A_PAGE && Number(count) <= HEADS_A_PAGE;
    // Where one has nothing at all, everything is different.
    if (isSmall || ours.count === 0 || count === 0 || parts.length === 1) return [arc];
    const found: Arc[] = [];
    for (const part of parts) found.push(...(await this.unequal(peer, part)));
    return found;
  }

  private async compareHeads(peer: NodeRef, arc: Arc, difference: Difference): Promise<void> {
    const there = new Map((await this.headsOf(peer, arc)).map((name) => [name.key, name]));
    for (const here of this.localHeads(arc)) {
      const other = there.get(here.key);
      there.delete(here.key);
      const order = other ? compareVersions(here.version, other.version) : 1;
      if (order > 0) difference.ours.push(here);
      if (order < 0) difference.theirs.push(other as Name);
    }
    difference.theirs.push(...there.values());
  }

  private async headsOf(peer: NodeRef, arc: Arc): Promise<Name[]> {
    const { call, read, chord } = this.context;
    const names: Name[] = [];
    for (let after: Position | null = null; ;) {
      const page = read.fields(await call(peer, 'replica.heads', { arc, after }, this.patience()));
      for (const { key, version } of read.heads(page['heads']))
        names.push({ keyId: chord.keyId(key), key, version });
      after = read.position(page['next']);
      if (!after) return names;
    }
  }

  private *localHeads(arc: Arc): Generator<Name> {
    for (let after: Position | null = null; ;) {
      const page = this.context.records.scanHeads(arc, { records: HEADS_A_PAGE, after });
      yield* page.items;
      if (!page.next) return;
      after = page.next;
    }
  }

  private async fetch(peer: NodeRef, names: readonly Name[], under: ChangeWarrant): Promise<void> {
    const { call, read } = this.context;
    let keys = names.map(({ key }) => key);
    while (keys.length > 0) {
      const reply = read.fields(await call(peer, 'replica.fetch', { keys }, this.patience()));
      const records = read
        .array(reply['records'], KEYS_A_MESSAGE)
        .map((bytes) => read.record(bytes));
      if (records.length === 0) return; // Dropped there meanwhile, or unreadable there.
      const admit = ({ keyId }: Position): void =>
        requireWithin(this.context.book.at(keyId).state, under);
      await takeOver(this.context, records, admit);
      const arrived = new Set(records.map((record) => record.key));
      keys = keys.filter((key) => !arrived.has(key));
    }
  }

  private async drop(
    peer: NodeRef,
    { epoch, lineage }: ViewName,
    names: readonly Name[],
  ): Promise<void> {
    const view = { epoch, lineage };
    for (const some of chunks(names, KEYS_A_MESSAGE)) {
      const body = { view, names: some.map(headOf) };
      await this.context.call(peer, 'replica.drop', body, this.patience());
    }
  }

  private async send(peer: NodeRef, names: readonly Name[], under: Warrant): Promise<void> {
    const { call, parameters } = this.context;
    let batch: Uint8Array[] = [];
    let size = 0;
    for (const name of names) {
      const record = readable(this.context, name);
      if (!record) continue;
      const bytes = encodeRecord(record);
      if (
        batch.length === KEYS_A_MESSAGE ||
        (batch.length > 0 && size + bytes.length > parameters.pageBytesMax)
      ) {
        await call(peer, 'replica.store', { records: batch, under }, this.patience());
        batch = [];
        size = 0;
      }
      batch.push(bytes);
      size += bytes.length;
    }
    if (batch.length > 0)
      await call(peer, 'replica.store', { records: batch, under }, this.patience());
  }

  private patience(): { timeoutMs: number } {
    return { timeoutMs: this.context.parameters.dataTimeoutMs };
  }
}

function headOf({ key, version }: Name): Head {
  return { key, version: printVersion(version) };
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
