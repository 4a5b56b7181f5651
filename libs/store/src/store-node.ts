// The store of one member of a ring: values on top of routing, each on several home replicas.
import { Emitter, type NodeRef } from '@chord-dht/chord';
import { answerClient, type ClientCall, type ClientRights } from './answer-client';
import { readCopies, type KeyCopies } from './client/copies';
import { countRing, type CountOptions, type CountResult } from './client/counting';
import { Listing, type ListOptions, type ListResult } from './client/listing';
import { ownKeys } from './client/own-keys';
import { Operations } from './client/operations';
import { Watch, type WatchOptions, type WatchSink } from './client/watching';
import { readOne } from './client/read-one';
import { serviceOf, type Service } from './client/service';
import type { StoreEvent } from './arc/events';
import type { PutReply, PutRequest } from './messages/store-messages';
import type { Reached } from './client/coordinator';
import type { Answer } from './client/write-attempts';
import type { RecordStore } from './arc/record-store';
import type { Arc } from './record/position';
import { checkCondition } from './record/conditions';
import {
  checkContentType,
  checkKey,
  checkNewKey,
  checkTtl,
  checkValue,
  checkWriteId,
} from './record/keys';
import {
  contentTypeOf,
  expiresAtMsOf,
  modifiedAtMsOf,
  printedVersionOf,
  valueOf,
} from './record/record-bytes';
import { hexAt } from './record/hex';
import { putU32 } from './record/numbers';
import { encodeRecord } from './record/record-codec';
import type { MovementFigures } from './replica/movement';
import { namelessWriteId } from './record/write-id';
import { inBackground, pause } from './replica/background';
import type {
  CallerOptions,
  GetOptions,
  GetResult,
  NodeFigures,
  PutOptions,
  PutResult,
  RemoveOptions,
  RemoveResult,
  StoreNodeOptions,
} from './client/store-node-types';
import type { FullContext } from './primary/store-context';
import { StoreParts } from './store-parts';
import { handOff } from './primary/hand-off';
import { followRing } from './ring-follower';
import { areSettled } from './client/settled';

const DEFAULT_CONTENT_TYPE = 'application/octet-stream';
const SETTLED_LOOK_MS = 20;
const NAME_BYTES = 8;

/** Every operation throws StoreError, or the CodedError of the node that answered. */
export class StoreNode {
  readonly events: Emitter<StoreEvent>;
  readonly records: RecordStore;
  private readonly parts: StoreParts;
  private readonly context: FullContext;
  private readonly operations: Operations;
  private readonly answer: ReturnType<typeof answerClient>;
  private unsubscribe: (() => void) | undefined;
  private readonly crowd = { questions: 0 };

  constructor(options: StoreNodeOptions) {
    this.events = new Emitter(options.chord.reportFault);
    this.records = options.records;
    this.parts = new StoreParts(options, this.events, () => this.randomName());
    this.context = this.parts.context;
    const { context } = this;
    const { primary, coordinator } = this.parts;
    this.operations = new Operations(context, primary, coordinator);
    this.answer = answerClient({ context, primary, operations: this.operations });
  }

  /** Follows the ring from now on. Called before or after the start of the ChordNode. */
  start(): void {
    if (this.unsubscribe) return;
    const { book, chord } = this.context;
    if (book.isEmpty) inBackground(this.context, book.begin(chord.self, this.randomName()));
    this.unsubscribe = followRing(this.parts);
    this.parts.start();
  }

  /** Ends work in the background. Closing the engine is up to its creator. */
  async stop(): Promise<void> {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    this.parts.stop();
    await this.context.queue.quiet();
    await this.context.book.rest();
    await this.context.clock.rest();
  }

  async put(key: string, value: Uint8Array, options: PutOptions = {}): Promise<PutResult> {
    return putResult(await this.operations.put(this.putRequest(key, value, options), options));
  }

  async get(key: string, options: GetOptions = {}): Promise<GetResult> {
    checkKey(key);
    if (options.consistency === 'one') {
      const { record, replica, hops } = await readOne(this.context, key, options);
      return getResult(record && encodeRecord(record), replica, hops);
    }
    const { reply, owner, hops } = await this.operations.get(key, options);
    return getResult(reply.record, owner, hops);
  }

  async remove(key: string, options: RemoveOptions = {}): Promise<RemoveResult> {
    const request = {
      key: checkKey(key),
      condition: checkCondition(options.condition),
      ...this.identify(options.writeId),
      repeated: false,
    };
    const { reply, owner, hops } = await this.operations.remove(request, options);
    return { removed: reply.removed, replayed: reply.replayed, owner, hops };
  }

  /** Answers a program that uses the ring and is no member of it, within its rights. */
  answerClient(call: ClientCall, rights: ClientRights): void {
    this.answer(call, rights);
  }

  /**
   * Returns keys of the whole ring in the order of their names, at most 1,000 a page. A key that is not written
   * meanwhile is on exactly one page.
   */
  async list(options: ListOptions): Promise<ListResult> {
    const { coordinator, ownNames } = this.parts;
    return new Listing(this.context, coordinator, ownNames, options).page();
  }

  /** Returns the number of keys of the whole ring with a prefix, and the size of their values. */
  count(options: CountOptions): Promise<CountResult> {
    const { coordinator, ownNames } = this.parts;
    return countRing(this.context, coordinator, ownNames, options);
  }

  /**
   * Returns the copy of a key at each of some home replicas, without a vote: for people who compare them.
   * @param replicas the owner first
   */
  copies(
    key: string,
    replicas: readonly NodeRef[],
    options: CallerOptions = {},
  ): Promise<KeyCopies> {
    return readCopies(this.context, checkKey(key), replicas, options);
  }

  /** Follows the changes of keys, until it is stopped. */
  watch(options: WatchOptions, sink: WatchSink): Watch {
    const { coordinator, ownChanges } = this.parts;
    const watch = new Watch(this.context, coordinator, ownChanges, options, sink, this.crowd);
    watch.start();
    return watch;
  }

  /** The keys that lie here and that this node owns, in the order of their ids. */
  ownKeys(): Generator<string> {
    return ownKeys(this.context);
  }

  /** Empties this node's store: an administrator's call. */
  async flush(): Promise<void> {
    await this.context.queue.quiet();
    await this.records.clear();
    this.parts.changes.reset();
  }

  /** The figures of the records here. Tombstones are assumed to be spread over the ring like keys. */
  figures(): NodeFigures {
    const { keys, bytes } = this.records.figures();
    const { arc } = this.context.authority;
    const own = arc ? this.records.figuresOf(arc) : { keys: 0, bytes: 0 };
    return { keys, bytes, ownKeys: own.keys, ownBytes: own.bytes };
  }

  /** The records that are being moved between this node and other home replicas. */
  movement(): MovementFigures {
    return this.context.movement.figures;
  }

  /** The part of its keys that this node answers for. */
  service(): Service {
    return serviceOf(this.context);
  }

  /** The approximate number of keys of an arc that lie here. */
  countKeys(arc: Arc): number {
    return this.withoutTombstones(this.records.count(arc));
  }

  /** As StoreParts.pendingRanges: 0 when every key of this node is on its home replicas, and no other record here. */
  get pendingRanges(): number {
    return this.parts.pendingRanges;
  }

  /** The home replicas of the key of this node that has the fewest; null while a part of its arc has no view. */
  get fewestHomeReplicas(): number | null {
    return this.parts.fewestHomeReplicas;
  }

  /** Resolves when every record is at its home replicas, as far as this node can tell. */
  async settled(): Promise<void> {
    while (!this.parts.isSettled) {
      this.parts.lookAtOnce();
      await pause(this.context, SETTLED_LOOK_MS);
    }
  }

  /** Waits until each of some members reports that it is settled. @returns false when the time was not enough */
  ringSettled(members: readonly NodeRef[], timeoutMs: number): Promise<boolean> {
    return areSettled(this.context, members, timeoutMs, () => this.parts.isSettled);
  }

  /**
   * Before leaving: resolves when no view needs this node any more. From its start this node serves nothing; a ring of
   * one keeps its data and resolves at once.
   * @throws StoreError `UNAVAILABLE` at the deadline; the node serves again then
   */
  handOff(options: { timeoutMs?: number } = {}): Promise<void> {
    const { authority, queue, parameters } = this.context;
    return handOff(this.context, authority, queue, {
      timeoutMs: options.timeoutMs ?? parameters.handOffTimeoutMs,
      askOwners: () => this.parts.askOwners(),
    });
  }

  /**
   * Gives up home replicas that are gone for good. In the arcs that wait for them this node goes on with its own
   * records; writes that only they had are lost. To be called at every remaining node, with the same arcs.
   */
  giveUp(arcs: readonly Arc[], isLost: (node: NodeRef) => boolean): Promise<void> {
    return this.parts.giveUp({ arcs, isLost });
  }

  private putRequest(key: string, value: Uint8Array, options: PutOptions): PutRequest {
    const { writeId, issuedMs } = this.identify(options.writeId);
    return {
      key: checkNewKey(key),
      value: checkValue(value, this.context.parameters.valueBytesMax),
      contentType: checkContentType(options.contentType ?? DEFAULT_CONTENT_TYPE),
      ttlSeconds: checkTtl(options.ttlSeconds),
      condition: checkCondition(options.condition),
      writeId,
      issuedMs,
      repeated: false,
    };
  }

  private withoutTombstones(records: number): number {
    const { keys, tombstones } = this.records.figures();
    return tombstones === 0 ? records : Math.round((records * keys) / (keys + tombstones));
  }

  private identify(writeId: string | undefined): { writeId: string; issuedMs: number } {
    const { clock, chord } = this.context;
    const issuedMs = Math.max(clock.lastMs, Math.floor(chord.clock.wallMs()));
    return { writeId: checkWriteId(writeId) ?? namelessWriteId(this.randomName()), issuedMs };
  }

  private randomName(): string {
    const { random } = this.context.chord;
    const bytes = new Uint8Array(NAME_BYTES);
    putU32(bytes, 0, Math.floor(random.next() * 2 ** 32));
    putU32(bytes, 4, Math.floor(random.next() * 2 ** 32));
    return hexAt(bytes, 0, NAME_BYTES, NAME_BYTES * 2);
  }
}

function putResult({ reply, owner, hops }: Reached<Answer<PutReply>>): PutResult {
  const { version, created, expiresAtMs, replayed } = reply;
  return { version, created, expiresAtMs, replayed, owner, hops };
}

function getResult(record: Uint8Array | null, owner: NodeRef, hops: number): GetResult {
  if (!record) return { found: false, owner, hops };
  return {
    found: true,
    value: valueOf(record),
    contentType: contentTypeOf(record),
    version: printedVersionOf(record),
    modifiedAtMs: modifiedAtMsOf(record),
    expiresAtMs: expiresAtMsOf(record),
    owner,
    hops,
  };
}
