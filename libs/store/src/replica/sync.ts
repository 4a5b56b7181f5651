// Knows how two nodes come to hold the same records of an arc: compare, fetch what is later there, send what is later here.
import type { NodeRef } from '@chord-dht/chord';
import type { PlacedRecord } from '../ports/record-store';
import type { Arc, Position } from '../range/position';
import { compareVersions, printVersion, type Version } from '../record/version';
import type { ChangeWarrant, ViewName } from '../views/view';
import type { Head, Warrant } from '../views/view-messages';
import { Comparison, type Name } from './comparison';
import { dropExactly, isAbsent, readable, readableBytes, takeOver } from './local-records';
import { inLanes, Window } from './lanes';
import type { Movement } from './movement';
import type { ReplicaContext } from './replica-context';
import { Slices } from './slices';
import { requireWithin } from './warrants';

const KEYS_A_MESSAGE = 200;
/** Another pass brings what has changed meanwhile; when it was as little as this, the next is not needed. */
const LAST_PASS_RECORDS = 256;
/** And when it was no less than this part of the one before, the next will not be less. */
const SHRINKS_BY = 2;
/** Stretches that are looked at side by side. */
const LANES = 8;
/** Pages that are on their way to the disk of the receiver. */
const PAGES_AT_ONCE = 4;

interface SentPage {
  readonly records: readonly PlacedRecord[];
  readonly next: Position | null;
}

export class Sync {
  private readonly comparison: Comparison;

  constructor(
    private readonly context: ReplicaContext,
    private readonly movement: Movement,
  ) {
    this.comparison = new Comparison(context);
  }

  /**
   * Afterwards every record that the peer has is here, in that version or a later one; while the peer goes
   * on to write, all but the last.
   * @throws StoreError `SEALED` when this node is beyond the change meanwhile
   */
  pull(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    return this.inPasses(async () => {
      let moved = 0;
      const found = await this.comparison.differences(peer, arc);
      await inLanes(found, LANES, async ({ arc: part, who }) => {
        if (who === 'theirs') moved += await this.pullAll(peer, part, under);
        if (who !== 'both') return;
        const { theirs } = await this.comparison.heads(peer, part);
        moved += theirs.length;
        for (const some of chunks(theirs, KEYS_A_MESSAGE)) await this.fetch(peer, some, under);
      });
      return moved;
    });
  }

  /**
   * Afterwards the peer has every record that is here, in that version or a later one; as `pull`.
   * @throws StoreError `SEALED` when the peer is beyond the change
   */
  push(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<void> {
    return this.inPasses(async () => {
      let moved = 0;
      const found = await this.comparison.differences(peer, arc);
      await inLanes(found, LANES, async ({ arc: part, who }) => {
        if (who === 'ours') moved += await this.pushAll(peer, part, under);
        if (who !== 'both') return;
        const { ours } = await this.comparison.heads(peer, part);
        moved += ours.length;
        await this.send(peer, ours, under);
      });
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
    const { epoch, lineage } = view;
    const under = { view: { epoch, lineage } };
    const found = await this.comparison.differences(peer, arc);
    await inLanes(found, LANES, async ({ arc: part, who }) => {
      if (who === 'ours') {
        await this.pushAll(peer, part, under);
        return;
      }
      const { ours, theirs } = await this.comparison.heads(peer, part);
      if (theirs.length > 0) {
        await this.context.underWay.quiet(part);
        const stale = theirs.filter((name) => this.isStale(name));
        await this.drop(peer, view, stale);
        ours.push(...stale);
      }
      await this.send(peer, ours, under);
    });
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

  /** All records of an arc, page by page: while some are written, the next are on their way. */
  private async pullAll(peer: NodeRef, arc: Arc, under: ChangeWarrant): Promise<number> {
    const window = new Window(PAGES_AT_ONCE);
    let moved = 0;
    for (let after: Position | null | undefined; after !== null;) {
      const { records, next }: SentPage = await this.askPage(peer, arc, after ?? null);
      moved += records.length;
      await window.begin(() => this.take(records, under));
      after = next;
    }
    await window.end();
    return moved;
  }

  private async askPage(peer: NodeRef, arc: Arc, after: Position | null): Promise<SentPage> {
    const { call, read, parameters } = this.context;
    const page = read.fields(await call(peer, 'replica.page', { arc, after }, this.patience()));
    const sent = read.array(page['records'], parameters.pageRecordsMax);
    const records = sent.map((bytes) => read.placed(read.bytes(bytes)));
    return { records, next: read.position(page['next']) };
  }

  /** The same the other way round. */
  private async pushAll(peer: NodeRef, arc: Arc, under: Warrant): Promise<number> {
    const { records, parameters, events, chord } = this.context;
    const { pageRecordsMax, pageBytesMax } = parameters;
    const slices = new Slices(chord.clock);
    const window = new Window(PAGES_AT_ONCE);
    let moved = 0;
    for (let after: Position | null | undefined; after !== null;) {
      const limit = { records: pageRecordsMax, bytes: pageBytesMax, after: after ?? null };
      const page = records.scanBytes(arc, limit);
      for (const position of page.corrupt) events.emit({ type: 'record-corrupt', position });
      const sent = page.items.map(({ bytes }) => bytes);
      await window.begin(() => this.store(peer, sent, under));
      moved += page.items.length;
      after = page.next;
      await slices.breathe();
    }
    await window.end();
    return moved;
  }

  private async fetch(peer: NodeRef, names: readonly Name[], under: ChangeWarrant): Promise<void> {
    const { call, read } = this.context;
    let keys = names.map(({ key }) => key);
    while (keys.length > 0) {
      const reply = read.fields(await call(peer, 'replica.fetch', { keys }, this.patience()));
      const records = read
        .array(reply['records'], KEYS_A_MESSAGE)
        .map((bytes) => read.placed(read.bytes(bytes)));
      if (records.length === 0) return; // Dropped there meanwhile, or unreadable there.
      await this.take(records, under);
      const arrived = new Set(records.map(({ position }) => position.key));
      keys = keys.filter((key) => !arrived.has(key));
    }
  }

  private async take(records: readonly PlacedRecord[], under: ChangeWarrant): Promise<void> {
    const admit = ({ keyId }: Position): void =>
      requireWithin(this.context.book.at(keyId).state, under);
    await takeOver(this.context, records, admit);
    this.movement.received(records.map(({ bytes }) => bytes));
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
    const { parameters, chord } = this.context;
    const slices = new Slices(chord.clock);
    let batch: Uint8Array[] = [];
    let size = 0;
    for (const name of names) {
      const bytes = readableBytes(this.context, name);
      if (!bytes) continue;
      if (
        batch.length === KEYS_A_MESSAGE ||
        (batch.length > 0 && size + bytes.length > parameters.pageBytesMax)
      ) {
        await this.store(peer, batch, under);
        await slices.breathe();
        batch = [];
        size = 0;
      }
      batch.push(bytes);
      size += bytes.length;
    }
    await this.store(peer, batch, under);
  }

  private async store(peer: NodeRef, records: Uint8Array[], under: Warrant): Promise<void> {
    if (records.length === 0) return;
    await this.context.call(peer, 'replica.store', { records, under }, this.patience());
    this.movement.sent(records);
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
