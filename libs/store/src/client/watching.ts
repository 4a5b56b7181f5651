// Follows the changes of all keys, of those with a prefix, or of one, at the primaries of their arcs, through
// joins, leaves and crashes.
import { codeOf, type Id } from '@chord-dht/chord';
import { StoreError } from '../base/errors';
import { laterStamp, type Change, type WatchFilter } from '../changes/change';
import type { ChangesReply, ChangesRequest, ToldChange } from '../messages/store-messages';
import { checkKey, checkPrefix } from '../record/keys';
import type { Arc } from '../record/position';
import type { StoreContext } from '../primary/store-context';
import { inBackground, pause } from '../replica/background';
import { unlessGone } from '../messages/unless-gone';
import type { Coordinator } from './coordinator';
import { CHANGES_WAIT_MS_MAX, type OwnChanges } from './own-changes';
import {
  PLACE_ARCS_MAX,
  arcsMaxOf,
  inFewerArcs,
  tellerOf,
  united,
  type WatchedArc,
} from './watched-arcs';
import {
  SLACK_MS,
  earlierOf,
  firstOf,
  isBeside,
  isUpTo,
  placeAsked,
  type Beginning,
  type Piece,
} from './watched-piece';
import { ArcQuestions, knownArcs } from './whole-ring';

export interface WatchOptions {
  /** Only keys with this prefix. */
  readonly prefix?: string | undefined;
  /** Only this key. */
  readonly key?: string | undefined;
  /** Whether a change that left a value carries it, while it is the present one. */
  readonly values?: boolean | undefined;
  /** The place of an earlier watch of the same keys; without it the watch begins now. */
  readonly after?: readonly WatchedArc[] | undefined;
  readonly trace?: string | undefined;
}

export type WatchedChange = Pick<Change, 'key' | 'kind' | 'version' | 'atMs'> & {
  readonly value: Uint8Array | null;
};

/** Changes of an arc, or of one key, may have been missed: the caller has to read the present state again. */
export type WatchGap = { readonly arc: Arc } | { readonly key: string };

/** The receiver of a watch; each call comes with the place behind it. */
export interface WatchSink {
  change(change: WatchedChange): void;
  gap(gap: WatchGap): void;
  /** Called when all arcs are being followed; gaps of an earlier watch were reported before. */
  ready(): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
}

const RETRY_MS = 250;
/**
 * The most requests of a node that may wait at others for a change; each occupies a slot of the connection between two
 * nodes. Beyond that, requests are answered at once and repeated after a while.
 */
const WAITING_MAX = 8;
const POLL_MS = 250;
const ASK_MS = 5_000;
const RECENT_MAX = 20_000;

interface Answered {
  readonly reply: ChangesReply;
  /** The part of the requested arc that the answer does not cover. */
  readonly rest: Arc | undefined;
}

/** The number of requests of all watches of a node. */
export interface Crowd {
  questions: number;
}

export class Watch {
  private pieces: Piece[];
  private readonly filter: WatchFilter;
  /** The names of changes that were reported recently. */
  private readonly recent = new Set<string>();
  private isStopped = false;
  private isReady = false;

  /** @throws StoreError `KEY_INVALID`, `KEY_TOO_LARGE` */
  constructor(
    private readonly context: StoreContext,
    private readonly coordinator: Coordinator,
    private readonly own: OwnChanges,
    private readonly options: WatchOptions,
    private readonly sink: WatchSink,
    private readonly crowd: Crowd,
  ) {
    const { chord } = context;
    const { prefix = '', key, after } = options;
    this.filter = {
      prefix: checkPrefix(prefix),
      key: key === undefined ? null : checkKey(key),
    };
    const arcs = this.filter.key === null ? knownArcs(chord) : [arcOfKey(context, this.filter.key)];
    if (after && this.filter.key !== null && after[0]?.arc.toId !== arcs[0]?.toId)
      throw new StoreError('KEY_INVALID', 'The place belongs to a watch of another key.');
    const watched = after
      ? inFewerArcs(after, arcsMaxOf(chord))
      : arcs.map((arc) => ({ arc, seen: null, isCatchingUp: false }));
    this.pieces = watched.map((each) => ({
      ...each,
      began: each.seen && { stamp: each.seen.stamp, toldBy: tellerOf(each) },
      ...{ isResumed: each.seen !== null, isFollowed: false, isGone: false },
    }));
  }

  start(): void {
    for (const piece of [...this.pieces]) this.follow(piece);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** The place of the watch. */
  place(): readonly WatchedArc[] {
    const arcs = this.pieces.map(({ arc, seen, isCatchingUp, toldBy }) => ({
      ...{ arc, seen, isCatchingUp, toldBy },
    }));
    return inFewerArcs(arcs, PLACE_ARCS_MAX);
  }

  private follow(piece: Piece): void {
    inBackground(this.context, this.run(piece));
  }

  private async run(piece: Piece): Promise<void> {
    this.crowd.questions += 1;
    try {
      while (!this.isStopped && !piece.isGone) await this.turn(piece);
    } finally {
      this.crowd.questions -= 1;
    }
  }

  private async turn(piece: Piece): Promise<void> {
    const isCrowded = this.crowd.questions > WAITING_MAX;
    const answer = await this.ask(piece, isCrowded ? 0 : CHANGES_WAIT_MS_MAX);
    if (this.isStopped || piece.isGone) return;
    const reply = answer?.reply;
    if (answer) {
      if (answer.rest) this.split(piece, answer.reply.toId, answer.rest);
      this.take(piece, answer.reply);
      this.takeIn(piece);
    }
    await this.sink.room();
    if (!reply) await pause(this.context, RETRY_MS);
    else if (isCrowded && reply.changes.length === 0) await pause(this.context, POLL_MS);
  }

  private async ask(piece: Piece, waitMs: number): Promise<Answered | undefined> {
    const { context, own, options, filter } = this;
    const { arc, began } = piece;
    const seen = placeAsked(piece);
    const questions = new ArcQuestions(
      context,
      this.coordinator,
      context.chord.clock.nowMs() + ASK_MS,
      options.trace,
    );
    const request: ChangesRequest = {
      ...{ arc, seen, filter, values: options.values === true },
      ...{ waitMs, slackMs: began ? SLACK_MS : 0 },
    };
    try {
      const answer = await questions.ask<ChangesReply>(arc, {
        local: () => own.tell(request, options.trace),
        remote: async (node, { timeoutMs, trace }) => {
          const call = context.call(node, 'store.changes', request, { timeoutMs, trace });
          return context.read.changes(await unlessGone(context, node, call));
        },
      });
      return 'unavailable' in answer ? undefined : answer;
    } catch (error) {
      // A member of an earlier version, or one that is changing: the request is repeated.
      if (codeOf(error) === 'INTERNAL') throw error;
      return undefined;
    }
  }

  /** Splits off the rest of an arc, which other nodes answer for. */
  private split(piece: Piece, toId: Id, rest: Arc): void {
    piece.arc = { fromId: piece.arc.fromId, toId };
    const more = { ...piece, arc: rest, isFollowed: false };
    this.pieces.push(more);
    this.follow(more);
  }

  /**
   * Merges neighbouring pieces that the same log now reports, as after a node has left, into one request; changes that
   * either has reported since are remembered. So a watch has as many arcs as the ring, whatever happened before.
   */
  private takeIn(piece: Piece): void {
    for (;;) {
      const other = this.pieces.find((each) => each !== piece && isBeside(piece, each));
      if (!other) return;
      const isBefore = other.arc.toId === piece.arc.fromId;
      const began = earlierOf(piece.began as Beginning, other.began as Beginning);
      Object.assign(piece, isBefore ? united(other, piece) : united(piece, other), { began });
      other.isGone = true;
      this.pieces = this.pieces.filter(({ isGone }) => !isGone);
    }
  }

  private take(piece: Piece, { changes, hasGap, isAll, seen }: ChangesReply): void {
    const since = piece.seen?.stamp ?? seen.stamp;
    piece.began ??= { stamp: seen.stamp, toldBy: seen.log };
    piece.isFollowed = true;
    piece.isResumed = false;
    if (!piece.isCatchingUp) {
      piece.toldBy = piece.seen?.log;
      piece.isCatchingUp = piece.seen !== null && piece.seen.log !== seen.log;
    }
    const { isCatchingUp, began } = piece;
    // In a log that was not followed before, changes are not in the order of their stamps.
    const end = isCatchingUp && !isAll ? { ...seen, stamp: since } : seen;
    if (hasGap) {
      piece.seen = { ...seen, sequence: firstOf(changes, seen), stamp: since };
      this.sink.gap({ arc: piece.arc });
    }
    let stamp = since;
    for (const told of changes) {
      // A watch that goes on from here at another log gets nothing of this answer again.
      if (!isCatchingUp) stamp = laterStamp(stamp, told.stamp);
      const isLast = told === changes[changes.length - 1];
      if (isLast) piece.isCatchingUp &&= !isAll;
      piece.seen = isLast ? end : { log: seen.log, sequence: told.sequence, stamp };
      const name = `${told.kind} ${told.version} ${told.key}`;
      if (isCatchingUp && (this.recent.has(name) || isUpTo(began, told))) continue;
      this.remember(name);
      this.tell(told);
    }
    piece.seen = end;
    piece.isCatchingUp &&= !isAll;
    if (this.isReady || this.pieces.some(({ isFollowed }) => !isFollowed)) return;
    this.isReady = true;
    this.sink.ready();
  }

  private tell({ key, kind, version, atMs, value, hasGap }: ToldChange): void {
    if (hasGap) this.sink.gap({ key });
    this.sink.change({ key, kind, version, atMs, value });
  }

  private remember(name: string): void {
    this.recent.add(name);
    const [oldest] = this.recent;
    if (this.recent.size > RECENT_MAX && oldest !== undefined) this.recent.delete(oldest);
  }
}

/** The arc of one id that holds a key. */
function arcOfKey({ chord }: StoreContext, key: string): Arc {
  const toId = chord.keyId(key);
  return { fromId: chord.space.add(toId, -1n), toId };
}
