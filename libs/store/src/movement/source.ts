// Knows how this node takes over what another still has of its arc: claim it, fetch it page by page,
// and let the other drop what is durable here.
import { codeOf, inRange, isGone, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../errors';
import type { PullReply } from '../messages/store-messages';
import { compareClockwise, type Arc, type Position } from '../range/position';
import { printVersion } from '../record/version';
import type { StoredRecord } from '../record/stored-record';
import { inBackground, pause, type StoreContext } from '../store-context';
import { acceptable, mergeIn } from './merge-in';

/** `successor`: it may have answered for our arc before us. `leaver`: it has asked us to be its heir. */
export type SourceKind = 'successor' | 'leaver';

/** When the other still fetches itself, and nothing of ours has come for so long, there is nothing of ours. */
const STALLED_MS = 5_000;
const RETRY_MS_MIN = 20;
const RETRY_MS_MAX = 500;

export class Source {
  /** The arc that the other no longer answers for. */
  private granted: Arc | null = null;
  /** Everything up to here has been fetched. */
  private passed: Position | null = null;
  private restarted = false;
  private stopped = false;

  constructor(
    private readonly context: StoreContext,
    readonly node: NodeRef,
    readonly kind: SourceKind,
    private readonly onEnd: () => void,
  ) {}

  start(): void {
    this.context.events.emit({ type: 'range-pending', from: this.node });
    inBackground(this.context, this.run());
  }

  stop(): void {
    this.stopped = true;
  }

  /** Our arc has grown, or the other may have got something new: once more from the beginning. */
  restart(): void {
    this.restarted = true;
    this.granted = null;
    this.passed = null;
  }

  /** Where records may come from it. */
  get arc(): Arc | null {
    return this.granted ?? this.context.authority.arc;
  }

  /** True when the other may have a record of this place that we do not have. */
  mayHave(position: Position): boolean {
    const { arc } = this;
    if (!arc || !inRange(arc.fromId, position.keyId, arc.toId)) return false;
    return !this.granted || !this.passed || compareClockwise(arc.fromId, position, this.passed) > 0;
  }

  private async run(): Promise<void> {
    let delayMs = RETRY_MS_MIN;
    while (!this.stopped) {
      try {
        this.restarted = false;
        await this.takeOver();
        if (this.restarted) continue;
        return this.end();
      } catch (error) {
        if (this.stopped) return;
        if (codeOf(error) === 'INTERNAL') this.context.events.emit({ type: 'store-fault', error });
        if (this.isOver(error)) return this.abandon(codeOf(error));
      }
      await pause(this.context, delayMs);
      delayMs = Math.min(RETRY_MS_MAX, delayMs * 2);
    }
  }

  private async takeOver(): Promise<void> {
    const arc = await this.arcToFetch();
    const { clock } = this.context.chord;
    let after: Position | null = null;
    let progressAtMs = clock.nowMs();
    while (arc && !this.restarted && !this.stopped) {
      const page = await this.fetchPage(arc, after);
      after = page.next;
      this.passed = this.granted ? after : null;
      if (page.records.length > 0) progressAtMs = clock.nowMs();
      if (after) continue;
      if (page.complete || clock.nowMs() - progressAtMs > STALLED_MS) return;
      // The other is still fetching itself: what it gets for us comes with another round.
      await pause(this.context, RETRY_MS_MIN);
    }
  }

  private async arcToFetch(): Promise<Arc | null> {
    const { chord, authority } = this.context;
    if (this.kind === 'leaver') {
      this.granted = { fromId: this.node.id, toId: this.node.id };
      return this.granted;
    }
    const arc = await this.claim();
    if (arc) {
      this.granted = arc;
      return arc;
    }
    if (chord.successor.id === this.node.id)
      throw unavailable(`${this.node.address} does not give the arc away yet.`, 'not-applied');
    // Another lies in between now, from which the arc is claimed. What this one still has of what is
    // certainly ours may be fetched all the same.
    if (!authority.isConfirmed)
      throw unavailable('This node does not own its arc yet.', 'not-applied');
    return authority.confirmedArc;
  }

  /** `null` when the claim is refused. */
  private async claim(): Promise<Arc | null> {
    const { authority, call, read, clock } = this.context;
    const wanted = authority.wantedArc;
    if (!wanted) throw unavailable('This node owns nothing yet.', 'not-applied');
    const { fromId, toId } = wanted;
    const reply = read.claimed(await call(this.node, 'store.claim', { fromId }, this.patience()));
    clock.observe(reply.clockMs);
    if (reply.grantedFrom === null) return null;
    authority.confirm(fromId, reply.next);
    return { fromId: reply.grantedFrom, toId };
  }

  private async fetchPage(arc: Arc, after: Position | null): Promise<PullReply> {
    const { call, read, events, chord } = this.context;
    const page = read.pulled(
      await call(this.node, 'store.pull', { ...arc, after }, this.patience()),
    );
    const records = page.records
      .map((bytes) => acceptable(this.context, bytes, this.node))
      .filter((record): record is StoredRecord => record !== undefined);
    if (records.length > 0) {
      await Promise.all(records.map((record) => mergeIn(this.context, record)));
      const names = records.map(({ key, version }) => ({ key, version: printVersion(version) }));
      await call(this.node, 'store.drop', { names }, this.patience());
      const bytes = records.reduce((sum, record) => sum + record.value.length, 0);
      events.emit({
        type: 'range-moved',
        from: this.node,
        to: chord.self,
        records: records.length,
        bytes,
      });
    }
    return page;
  }

  private patience(): { timeoutMs: number } {
    return { timeoutMs: this.context.parameters.dataTimeoutMs };
  }

  /** True when the other is no member of our ring any more, as far as can be known. */
  private isOver(error: unknown): boolean {
    if (!isGone(error)) return false;
    const { predecessor, successors } = this.context.chord;
    return predecessor?.id !== this.node.id && successors.every((node) => node.id !== this.node.id);
  }

  private end(): void {
    this.stopped = true;
    this.context.events.emit({ type: 'range-settled', from: this.node });
    this.onEnd();
  }

  private abandon(code: string): void {
    this.stopped = true;
    this.context.events.emit({ type: 'range-abandoned', from: this.node, code });
    this.onEnd();
  }
}
