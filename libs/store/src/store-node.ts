// The store of one member of a ring: values on top of routing. One copy of each key lies at its owner.
import { Emitter, type NodeRef, type RingEvent } from '@chord-dht/chord';
import { Coordinator } from './access/coordinator';
import { listOwn, ownKeys } from './access/list-own';
import { listRing, type ListResult, type ListOptions } from './access/listing';
import { Authority } from './authority/authority';
import { dismissDeadClaimants } from './authority/claimants';
import type { StoreEvent } from './events';
import type { StoreMessages } from './messages/store-messages';
import { StoreReader } from './messages/store-reader';
import { handOff } from './movement/hand-off';
import { Intake } from './movement/intake';
import { Rehoming } from './movement/rehoming';
import { areSettled } from './movement/settled';
import { checkCondition } from './owner/conditions';
import { KeyQueue } from './owner/key-queue';
import { Owner } from './owner/owner';
import { DEFAULT_STORE_PARAMETERS } from './parameters';
import { Periodic } from './periodic';
import type { RecordStore } from './ports/record-store';
import { checkContentType, checkKey, checkTtl, checkValue } from './range/keys';
import { beginLife, highWaterOf } from './record/life';
import { HybridClock } from './record/hybrid-clock';
import { printVersion } from './record/version';
import { decodeRecord } from './record/record-codec';
import { pause, type StoreContext } from './store-context';
import { registerStoreHandlers } from './store-handlers';
import type {
  CallerOptions,
  GetResult,
  NodeFigures,
  PutOptions,
  PutResult,
  RemoveOptions,
  RemoveResult,
  StoreNodeOptions,
} from './store-node-types';
import { Sweeper } from './sweeper';

const DEFAULT_CONTENT_TYPE = 'application/octet-stream';
const SETTLED_LOOK_MS = 20;

/** Every operation throws StoreError, or the CodedError of the node that answered. */
export class StoreNode {
  readonly events = new Emitter<StoreEvent>();
  readonly records: RecordStore;
  private readonly context: StoreContext;
  private readonly owner: Owner;
  private readonly coordinator: Coordinator;
  private readonly intake: Intake;
  private readonly rehoming: Rehoming;
  private readonly periodic: readonly Periodic[];
  private readonly rehomingSoon: Periodic;
  private unsubscribe: (() => void) | undefined;

  constructor(options: StoreNodeOptions) {
    const { chord, records } = options;
    const parameters = { ...DEFAULT_STORE_PARAMETERS, ...options.parameters };
    this.records = records;
    const clock = new HybridClock({
      wallMs: () => chord.clock.wallMs(),
      node: chord.self.id,
      boot: beginLife(records, chord.random),
      highWater: highWaterOf(records),
      aheadMsMax: parameters.clockAheadMsMax,
    });
    this.context = {
      chord,
      records,
      parameters,
      events: this.events,
      clock,
      authority: new Authority(chord),
      queue: new KeyQueue(parameters.waitingMax),
      call: chord.peers.caller<StoreMessages>(),
      read: new StoreReader({
        space: chord.space,
        keyId: (key) => chord.keyId(key),
        valueBytesMax: parameters.valueBytesMax,
        acceptsTime: (timeMs) => clock.accepts(timeMs),
      }),
    };
    this.intake = new Intake(this.context);
    this.rehoming = new Rehoming(this.context);
    this.owner = new Owner(this.context, this.intake);
    this.coordinator = new Coordinator(this.context);
    const sweeper = new Sweeper(this.context);
    this.rehomingSoon = new Periodic(this.context, parameters.rehomeMs, () => this.rehome());
    this.periodic = [
      this.rehomingSoon,
      new Periodic(this.context, parameters.sweepMs, () => sweeper.step()),
      new Periodic(this.context, parameters.fenceCheckMs, () => dismissDeadClaimants(this.context)),
    ];
    registerStoreHandlers({
      context: this.context,
      owner: this.owner,
      intake: this.intake,
      rehoming: this.rehoming,
      isSettled: () => this.isSettled,
    });
  }

  /** Follows the ring from now on. Called before or after the start of the ChordNode. */
  start(): void {
    if (this.unsubscribe) return;
    this.unsubscribe = this.context.chord.events.on((event) => this.onRingEvent(event));
    this.followRing();
    for (const task of this.periodic) task.start();
  }

  /** Ends work in the background. The engine is closed by whoever opened it. */
  async stop(): Promise<void> {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    this.intake.stop();
    for (const task of this.periodic) task.stop();
    await this.context.queue.quiet();
    await this.context.clock.rest();
  }

  async put(key: string, value: Uint8Array, options: PutOptions = {}): Promise<PutResult> {
    const { read, chord, parameters } = this.context;
    const request = {
      key: checkKey(key),
      value: checkValue(value, parameters.valueBytesMax),
      contentType: checkContentType(options.contentType ?? DEFAULT_CONTENT_TYPE),
      ttlSeconds: checkTtl(options.ttlSeconds),
      condition: checkCondition(options.condition),
      writeId: this.newWriteId(),
    };
    const attempt = {
      local: (deadlineAtMs: number) => this.owner.put(request, deadlineAtMs),
      remote: async (node: NodeRef, call: CallerOptions & { timeoutMs: number }) =>
        read.putReply(await this.context.call(node, 'store.put', request, call)),
    };
    const { reply, owner, hops } = await this.coordinator.reach(chord.keyId(key), attempt, {
      ...options,
      writes: true,
    });
    return { version: reply.version, created: reply.created, owner, hops };
  }

  async get(key: string, options: CallerOptions = {}): Promise<GetResult> {
    const { read, chord } = this.context;
    checkKey(key);
    const attempt = {
      local: (deadlineAtMs: number) => this.owner.get(key, deadlineAtMs),
      remote: async (node: NodeRef, call: CallerOptions & { timeoutMs: number }) => {
        const { record, ownedFrom } = read.getReply(
          await this.context.call(node, 'store.get', { key }, call),
        );
        return { record: record && decodeRecord(record, (name) => chord.keyId(name)), ownedFrom };
      },
    };
    const { reply, owner, hops } = await this.coordinator.reach(chord.keyId(key), attempt, {
      ...options,
      writes: false,
    });
    if (!reply.record) return { found: false, owner, hops };
    const { value, contentType, version, modifiedAtMs, expiresAtMs } = reply.record;
    return {
      found: true,
      value,
      contentType,
      version: printVersion(version),
      modifiedAtMs,
      expiresAtMs,
      owner,
      hops,
    };
  }

  async remove(key: string, options: RemoveOptions = {}): Promise<RemoveResult> {
    const { read, chord } = this.context;
    const condition = checkCondition(
      options.ifMatch === undefined ? null : { ifMatch: options.ifMatch },
    );
    const request = { key: checkKey(key), condition, writeId: this.newWriteId() };
    const attempt = {
      local: (deadlineAtMs: number) => this.owner.remove(request, deadlineAtMs),
      remote: async (node: NodeRef, call: CallerOptions & { timeoutMs: number }) =>
        read.removeReply(await this.context.call(node, 'store.remove', request, call)),
    };
    const { reply, owner, hops } = await this.coordinator.reach(chord.keyId(key), attempt, {
      ...options,
      writes: true,
    });
    return { removed: reply.removed, owner, hops };
  }

  /** Keys of the whole ring in the order of their ids, at most 1,000 a page. */
  list(options: ListOptions): Promise<ListResult> {
    return listRing(
      this.context,
      this.coordinator,
      (request) => listOwn(this.context, this.intake, request),
      options,
    );
  }

  /** The keys that lie here and belong here, in the order of their ids. */
  ownKeys(): Generator<string> {
    return ownKeys(this.context);
  }

  /** Empties this node's store: an administrator's call. */
  async flush(): Promise<void> {
    await this.context.queue.quiet();
    await this.records.clear();
  }

  figures(): NodeFigures {
    const { keys, bytes } = this.records.figures();
    return { keys, bytes, ownKeys: Math.max(0, keys - this.rehoming.displaced) };
  }

  /** How many nodes may have records of our arc, one more when records lie here that belong elsewhere. */
  get pendingRanges(): number {
    const unsure = this.intake.pending > 0 || this.context.authority.isConfirmed ? 0 : 1;
    return this.intake.pending + unsure + (this.rehoming.isAnythingDisplaced ? 1 : 0);
  }

  /** Resolves when everything lies where it belongs, as far as this node knows. */
  async settled(): Promise<void> {
    while (!this.isSettled) {
      this.rehomingSoon.soon(this.context.parameters.rehomeDelayMs);
      await pause(this.context, SETTLED_LOOK_MS);
    }
  }

  /** Waits until each of some members says that it is settled. @returns false when the time was not enough */
  ringSettled(members: readonly NodeRef[], timeoutMs: number): Promise<boolean> {
    return areSettled(this.context, members, timeoutMs, () => this.isSettled);
  }

  /**
   * Before leaving: resolves when everything is durable at the successor and dropped here. From its
   * beginning this node answers for nothing any more; a ring of one keeps its data and resolves at once.
   * @throws StoreError `UNAVAILABLE` at the deadline; the node serves again then
   */
  handOff(options: { timeoutMs?: number } = {}): Promise<void> {
    return handOff(
      this.context,
      this.intake,
      options.timeoutMs ?? this.context.parameters.handOffTimeoutMs,
    );
  }

  private get isSettled(): boolean {
    const { authority } = this.context;
    return authority.arc !== null && this.pendingRanges === 0;
  }

  private onRingEvent(event: RingEvent): void {
    if (event.type === 'woke-up') {
      this.context.authority.doubt();
      this.followRing(true);
    } else if (
      event.type === 'membership-changed' ||
      event.type === 'predecessor-changed' ||
      event.type === 'successor-changed'
    ) {
      this.followRing();
    }
  }

  private followRing(fromTheBeginning = false): void {
    const hasGrown = this.context.authority.follow();
    this.intake.follow(hasGrown || fromTheBeginning);
    if (this.rehoming.isAnythingDisplaced) this.rehomingSoon.soon(this.context.parameters.rehomeDelayMs);
  }

  private async rehome(): Promise<void> {
    if (await this.rehoming.round()) this.rehomingSoon.soon(this.context.parameters.rehomeDelayMs);
  }

  private newWriteId(): string {
    const { random } = this.context.chord;
    const half = (): string =>
      Math.floor(random.next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return half() + half();
  }
}
