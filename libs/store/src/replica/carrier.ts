// Carries records between this node and another, in pages and by name.
import type { NodeRef } from '@chord-dht/chord';
import type { PlacedRecord } from '../arc/record-store';
import { unpackRecords } from '../messages/packed-records';
import type { Arc, Position } from '../record/position';
import { RecordPacker, type PackedRecords } from '../record/record-packer';
import { printVersion, type Version } from '../record/version';
import type { ChangeWarrant, ViewName } from '../view/view';
import type { Head, Warrant } from '../view/view-messages';
import { Window } from './lanes';
import { readableBytes, takeOver, type Admit } from './local-records';
import { figuresOfMoved, type Move, type Movement } from './movement';
import type { ReplicaContext } from './replica-context';
import { Slices } from './slices';
import { requireWithin } from './warrants';

const KEYS_A_MESSAGE = 200;
/** More are not taken in a page. Other versions send other numbers. */
const RECORDS_A_PAGE_MAX = 1_000;
/** Pages that are on their way to the disk of the receiver: the credit of whoever sends. */
const PAGES_AT_ONCE = 4;
/** Between two pages that are taken over. */
const PAGE_PAUSE_MS = 1;

interface SentPage {
  readonly records: readonly PlacedRecord[];
  readonly next: Position | null;
  readonly isWhole: boolean;
}

/** What came of the records of an arc. */
export interface Pulled {
  readonly moved: number;
  /** False when there is one that cannot be read, or may be. */
  readonly isWhole: boolean;
}

export class Carrier {
  constructor(
    private readonly context: ReplicaContext,
    readonly movement: Movement,
    /** True of those who take many records as one row of bytes. */
    private readonly packs: (peer: NodeRef) => boolean = () => false,
  ) {}

  /** All records of an arc, page by page: while some are written, the next are on their way. */
  async pullAll(peer: NodeRef, arc: Arc, under: ChangeWarrant, move: Move): Promise<Pulled> {
    const window = new Window(PAGES_AT_ONCE);
    const slices = new Slices(this.context.chord.clock);
    let moved = 0;
    let isWhole = true;
    let asked: Promise<SentPage> | undefined = this.askPage(peer, arc, null);
    while (asked) {
      const { records, next, ...page }: SentPage = await asked;
      isWhole &&= page.isWhole;
      // The peer puts the next one together meanwhile.
      asked = next ? this.askAhead(peer, arc, next) : undefined;
      await this.context.precedence.giveWay(arc.toId);
      moved += records.length;
      await window.begin(() => this.take(records, under));
      move.advance(records.length);
      await slices.giveWay(PAGE_PAUSE_MS);
    }
    await window.end();
    return { moved, isWhole };
  }

  /** The same the other way round. */
  async pushAll(peer: NodeRef, arc: Arc, under: Warrant, move: Move): Promise<number> {
    const { records, parameters, events, chord, precedence } = this.context;
    const { pageRecordsMax, pageBytesMax } = parameters;
    const slices = new Slices(chord.clock);
    const window = new Window(PAGES_AT_ONCE);
    let moved = 0;
    for (let after: Position | null | undefined; after !== null;) {
      await precedence.giveWay(arc.toId);
      const limit = { records: pageRecordsMax, bytes: pageBytesMax, after: after ?? null };
      const page = records.scanPacked(arc, limit);
      for (const position of page.corrupt) events.emit({ type: 'record-corrupt', position });
      await window.begin(() => this.store(peer, page, under));
      moved += page.records;
      move.advance(page.records);
      after = page.next;
      await slices.breathe();
    }
    await window.end();
    return moved;
  }

  /** @returns false when some were dropped there meanwhile, or cannot be read there */
  async fetch(peer: NodeRef, names: readonly Position[], under: ChangeWarrant): Promise<boolean> {
    let isWhole = true;
    for (const some of chunks(names, KEYS_A_MESSAGE))
      if (!(await this.fetchSome(peer, some, under))) isWhole = false;
    return isWhole;
  }

  async send(peer: NodeRef, names: readonly Position[], under: Warrant): Promise<void> {
    const { parameters, chord } = this.context;
    const slices = new Slices(chord.clock);
    const batch = new RecordPacker();
    for (const name of names) {
      const bytes = readableBytes(this.context, name);
      if (!bytes) continue;
      if (
        batch.records === KEYS_A_MESSAGE ||
        (batch.records > 0 && batch.bytes + bytes.length > parameters.pageBytesMax)
      ) {
        await this.store(peer, batch.take(), under);
        await slices.breathe();
      }
      batch.add(bytes);
    }
    await this.store(peer, batch.take(), under);
  }

  async drop(
    peer: NodeRef,
    { epoch, lineage }: ViewName,
    names: readonly (Position & { readonly version: Version })[],
  ): Promise<void> {
    const view = { epoch, lineage };
    for (const some of chunks(names, KEYS_A_MESSAGE)) {
      const body = { view, names: some.map(headOf) };
      await this.context.call(peer, 'replica.drop', body, this.patience());
    }
  }

  private async askPage(peer: NodeRef, arc: Arc, after: Position | null): Promise<SentPage> {
    const { call, read } = this.context;
    const body = { arc, after, packs: true };
    const page = read.fields(await call(peer, 'replica.page', body, this.patience()));
    const records = read.records(page['records'], RECORDS_A_PAGE_MAX);
    return { records, next: read.position(page['next']), isWhole: page['corrupt'] === 0 };
  }

  /** The failure of a page that is no longer awaited is dropped: its reader has stopped with an error of its own. */
  private askAhead(peer: NodeRef, arc: Arc, after: Position): Promise<SentPage> {
    const asked = this.askPage(peer, arc, after);
    asked.catch(() => undefined);
    return asked;
  }

  private async fetchSome(
    peer: NodeRef,
    names: readonly Position[],
    under: ChangeWarrant,
  ): Promise<boolean> {
    const { call, read } = this.context;
    let keys = names.map(({ key }) => key);
    while (keys.length > 0) {
      const reply = read.fields(await call(peer, 'replica.fetch', { keys }, this.patience()));
      const records = read
        .array(reply['records'], KEYS_A_MESSAGE)
        .map((bytes) => read.placed(read.bytes(bytes)));
      if (records.length === 0) return false;
      await this.take(records, under);
      const arrived = new Set(records.map(({ position }) => position.key));
      keys = keys.filter((key) => !arrived.has(key));
    }
    return true;
  }

  private async take(records: readonly PlacedRecord[], under: ChangeWarrant): Promise<void> {
    const admit: Admit = ({ keyId }) => requireWithin(this.context.book.at(keyId).state, under);
    await takeOver(this.context, records, admit);
    this.movement.received(figuresOfMoved(records));
  }

  private async store(peer: NodeRef, some: PackedRecords, under: Warrant): Promise<void> {
    if (some.records === 0) return;
    const records = this.packs(peer) ? some.packed : unpackRecords(some.packed, some.records);
    await this.context.call(peer, 'replica.store', { records, under }, this.patience());
    this.movement.sent(some);
  }

  private patience(): { timeoutMs: number } {
    return { timeoutMs: this.context.parameters.dataTimeoutMs };
  }
}

function headOf({ key, version }: { readonly key: string; readonly version: Version }): Head {
  return { key, version: printVersion(version) };
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
