// Lists the names of an owner's arcs: what it serves is confirmed first, then read slice by slice.
import type { Id } from '@chord-dht/chord';
import { inRange } from '@chord-dht/chord';
import { StoreError, unavailable } from '../base/errors';
import type {
  CountReply,
  ListedKey,
  ListReply,
  ListRequest,
  NamesRequest,
} from '../messages/store-messages';
import type { NameMark } from '../arc/index-pages';
import type { QuorumRounds } from '../primary/quorum-rounds';
import type { Arc, Position } from '../record/position';
import {
  contentTypeOf,
  expiresAtMsOf,
  isLiveIn,
  modifiedAtMsOf,
  printedVersionOf,
  valueSizeOf,
} from '../record/record-bytes';
import { Slices } from '../replica/slices';
import type { StoreContext } from '../primary/store-context';
import type { Segment } from '../view/view-map';
import type { View } from '../view/view';
import type { ReplicaContext } from '../replica/replica-context';
import { hasView, isSealed } from '../view/view-state';
import { commonPrefix } from './name-marks';

/** The most names examined between two checks of the clock, and the most in one answer. */
const LOOKS_A_SCAN = 250;
const LOOKS_BEHIND_JUMP = 8;
const LOOKS_MAX = 100_000;
/** The time in milliseconds after which an answer returns the names found so far. */
const ANSWER_MS = 150;

/** The part of an arc, from its first id on, that this node answers for. */
export interface Spoken {
  readonly arc: Arc;
  readonly parts: readonly (Segment & { readonly view: View })[];
}

/** The result of looking at a name: go on, jump to a place behind it, or end the page. */
interface Step {
  readonly behind?: NameMark;
  readonly isEnough?: boolean;
}

type Take = (key: string, head: Uint8Array) => Step | undefined;

export class OwnNames {
  constructor(
    private readonly context: StoreContext & ReplicaContext,
    private readonly quorum: QuorumRounds,
  ) {}

  /**
   * A page of the names here; unconfirmed writes may be among them.
   * @throws StoreError as `Authority.viewOf`; `UNAVAILABLE` when no majority confirms this node's views, or they change
   */
  async list(request: ListRequest, trace?: string): Promise<ListReply> {
    const spoken = await this.speakFor(request.arc, trace);
    const page = await this.page(spoken.arc, request);
    return { ...page, ...this.bordersOf(spoken) };
  }

  /**
   * The number and size of the values. The number of all keys comes from the engine without counting.
   * @throws StoreError as `list`
   */
  async count(request: NamesRequest, trace?: string): Promise<CountReply> {
    const spoken = await this.speakFor(request.arc, trace);
    if (request.prefix === '' && request.after === null) {
      const { keys, bytes } = this.context.records.figuresOf(spoken.arc);
      return { keys, bytes, next: null, ...this.bordersOf(spoken) };
    }
    let keys = 0;
    let bytes = 0;
    const next = await this.walk(spoken.arc, request, (_key, head) => {
      keys += 1;
      bytes += valueSizeOf(head);
      return undefined;
    });
    return { keys, bytes, next, ...this.bordersOf(spoken) };
  }

  /**
   * Keys that went to another node meanwhile may have been dropped here.
   * @throws StoreError `UNAVAILABLE`
   */
  bordersOf({ arc: { fromId, toId }, parts }: Spoken): { toId: Id; ownedFrom: Id } {
    const { book, authority, chord } = this.context;
    const stands = parts.every(({ arc, view }) =>
      book
        .within(arc)
        .every(({ state }) => hasView(state, view) && state.serving && !isSealed(state)),
    );
    if (!stands) throw unavailable('The view changed while its keys were listed.', 'not-applied');
    return { toId, ownedFrom: authority.servedFrom(chord.space.add(fromId, 1n)) };
  }

  /**
   * The part of an arc from its first id on that this node answers for, confirmed by a majority.
   * @throws StoreError as `list`
   */
  async speakFor(arc: Arc, trace: string | undefined): Promise<Spoken> {
    const { authority, book, chord } = this.context;
    const lowId = chord.space.add(arc.fromId, 1n);
    authority.viewOf(lowId);
    const parts: (Segment & { readonly view: View })[] = [];
    for (const part of book.within(arc)) {
      const { view, serving } = part.state;
      if (!view || !serving || isSealed(part.state)) break;
      parts.push({ ...part, view });
    }
    const confirmed = await Promise.allSettled(
      parts.map(({ view, arc: { toId } }) => this.quorum.confirmArc(view, toId, trace)),
    );
    const failed = confirmed.findIndex(({ status }) => status === 'rejected');
    if (failed === 0) throw (confirmed[0] as PromiseRejectedResult).reason;
    const spoken = failed < 0 ? parts : parts.slice(0, failed);
    const last = spoken[spoken.length - 1];
    if (!last) throw unavailable('Another view of these keys begins.', 'not-applied');
    return { arc: { fromId: arc.fromId, toId: last.arc.toId }, parts: spoken };
  }

  /**
   * Passes the names under the ids of an arc with their heads to `take`, in order, until it has enough or the time of
   * one answer is over.
   * @returns the place where it stopped; `null` at the end
   */
  private async walk(
    arc: Arc,
    { prefix, after }: Pick<NamesRequest, 'prefix' | 'after'>,
    take: Take,
  ): Promise<NameMark | null> {
    const { records, chord } = this.context;
    const isWanted = (keyId: Id): boolean => inRange(arc.fromId, keyId, arc.toId);
    const slices = new Slices(chord.clock);
    const untilMs = chord.clock.nowMs() + ANSWER_MS;
    let place = after;
    // The next jump is often near.
    let size = LOOKS_A_SCAN;
    for (let looks = 0; looks < LOOKS_MAX; looks += size) {
      const limit = { prefix, after: place, items: size, looks: size };
      const { items, next } = records.scanNames(limit, isWanted);
      const step = this.takeAll(items, take);
      if (step?.isEnough) return step.place;
      place = step ? step.place : next;
      size = step ? LOOKS_BEHIND_JUMP : Math.min(LOOKS_A_SCAN, size * 2);
      if (!place) return null;
      if (chord.clock.nowMs() > untilMs) return place;
      await slices.breathe();
    }
    return place;
  }

  private takeAll(
    items: readonly Position[],
    take: Take,
  ): { readonly place: NameMark; readonly isEnough: boolean } | undefined {
    const wallMs = this.context.chord.clock.wallMs();
    for (const position of items) {
      const head = this.head(position);
      if (!head || !isLiveIn(head, wallMs)) continue;
      const step = take(position.key, head);
      if (!step?.behind && !step?.isEnough) continue;
      const { behind = { key: position.key, isWhole: false }, isEnough = false } = step;
      return { place: behind, isEnough };
    }
    return undefined;
  }

  private head(position: Position): Uint8Array | undefined {
    const { records, events } = this.context;
    try {
      return records.borrowHead(position);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'CORRUPT') throw error;
      events.emit({ type: 'record-corrupt', position });
      return undefined;
    }
  }

  private async page(
    arc: Arc,
    { prefix, delimiter, after, limit }: ListRequest,
  ): Promise<Pick<ListReply, 'keys' | 'prefixes' | 'next'>> {
    const keys: ListedKey[] = [];
    const prefixes: string[] = [];
    const next = await this.walk(arc, { prefix, after }, (key, head) => {
      const level = commonPrefix(key, prefix, delimiter);
      if (level === undefined) keys.push(listed(key, head));
      else prefixes.push(level);
      const isEnough = keys.length + prefixes.length >= limit;
      return level === undefined
        ? { isEnough }
        : { isEnough, behind: { key: level, isWhole: true } };
    });
    return { keys, prefixes, next };
  }
}

function listed(key: string, head: Uint8Array): ListedKey {
  return {
    key,
    version: printedVersionOf(head),
    bytes: valueSizeOf(head),
    contentType: contentTypeOf(head),
    modifiedAtMs: modifiedAtMsOf(head),
    expiresAtMs: expiresAtMsOf(head),
  };
}
