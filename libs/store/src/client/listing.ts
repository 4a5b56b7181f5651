// Lists names of the whole ring: the lists of all arcs' primaries, merged in the order of the names.
import type { ListedKey, ListReply, ListRequest } from '../messages/store-messages';
import { checkDelimiter, checkKey, checkPrefix } from '../record/keys';
import type { NameMark } from '../arc/index-pages';
import type { Arc } from '../record/position';
import type { StoreContext } from '../primary/store-context';
import { compareUtf8 } from '../base/utf8';
import { unlessGone } from '../messages/unless-gone';
import type { Coordinator } from './coordinator';
import { compareMarks, printCursor, readCursor } from './name-marks';
import type { OwnNames } from './own-names';
import { ArcQuestions, knownArcs } from './whole-ring';

export interface ListOptions {
  readonly prefix?: string | undefined;
  /** Names are cut behind its first occurrence after the prefix; equal results are listed once. */
  readonly delimiter?: string | undefined;
  /** Only names behind this one, which need not exist. */
  readonly after?: string | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** The cursor of the page before. */
  readonly cursor?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly trace?: string | undefined;
}

export interface ListResult {
  /** Sorted by their UTF-8 bytes. */
  readonly keys: readonly ListedKey[];
  /** Sorted likewise; empty without a delimiter. */
  readonly prefixes: readonly string[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** The ids whose keys the page lacks, because no node could answer for them. */
  readonly missing: readonly Arc[];
}

export const LIST_LIMIT_MAX = 1_000;
/** Owners return a little more than their share, as keys are not spread evenly. */
const SHARE_FACTOR = 1.2;
const SHARE_MIN = 8;
/** A page that has names ends after this part of its time. */
const TIME_SHARE = 0.5;

/** An entry of the listing: a key, or a prefix that stands for all names that begin with it. */
interface Item {
  readonly mark: NameMark;
  readonly key: ListedKey | undefined;
}

/** An arc whose names are read page by page from the node that answers for it. */
class Source {
  private items: readonly Item[] = [];
  private place = 0;
  isOver = false;

  constructor(
    public arc: Arc,
    /** The place where the next page begins. */
    public after: NameMark | null,
  ) {}

  get head(): Item | undefined {
    return this.items[this.place];
  }

  get needsMore(): boolean {
    return !this.isOver && this.head === undefined;
  }

  next(): void {
    this.place += 1;
  }

  fill({ keys, prefixes, next }: ListReply): void {
    const items = [
      ...keys.map((key) => ({ mark: { key: key.key, isWhole: false }, key })),
      ...prefixes.map((prefix) => ({ mark: { key: prefix, isWhole: true }, key: undefined })),
    ];
    if (prefixes.length > 0) items.sort((a, b) => compareMarks(a.mark, b.mark));
    this.items = items;
    this.place = 0;
    this.after = next;
    this.isOver = next === null;
  }
}

export class Listing {
  private readonly sources: Source[];
  private readonly request: Omit<ListRequest, 'arc' | 'after'>;
  private readonly limit: number;
  private readonly questions: ArcQuestions;
  private readonly closesAtMs: number;
  private readonly keys: ListedKey[] = [];
  private readonly prefixes: string[] = [];
  private readonly missing: Arc[] = [];
  private last: NameMark | null;
  private failure: unknown;

  /** @throws StoreError `KEY_INVALID` for an invalid prefix, delimiter or cursor */
  constructor(
    private readonly context: StoreContext,
    coordinator: Coordinator,
    private readonly own: OwnNames,
    private readonly options: ListOptions,
  ) {
    const { clock, parameters } = context.chord;
    const { prefix = '', delimiter, after, cursor } = options;
    this.limit = Math.min(LIST_LIMIT_MAX, Math.max(1, Math.floor(options.limit)));
    this.last =
      cursor !== undefined
        ? readCursor(cursor)
        : after !== undefined && after !== ''
          ? { key: checkKey(after), isWhole: false }
          : null;
    this.sources = knownArcs(context.chord).map((arc) => new Source(arc, this.last));
    const share = Math.ceil((this.limit * SHARE_FACTOR) / this.sources.length) + SHARE_MIN;
    this.request = {
      prefix: checkPrefix(prefix),
      delimiter: delimiter === undefined ? null : checkDelimiter(delimiter),
      limit: Math.min(this.limit, share),
    };
    const timeMs = options.timeoutMs ?? parameters.operationTimeoutMs;
    const deadlineAtMs = clock.nowMs() + timeMs;
    this.questions = new ArcQuestions(context, coordinator, deadlineAtMs, options.trace);
    this.closesAtMs = clock.nowMs() + timeMs * TIME_SHARE;
  }

  /** @throws StoreError `UNAVAILABLE` when no arc was answered for; other errors as `Coordinator.reach` */
  async page(): Promise<ListResult> {
    const cursor = await this.merge();
    const { keys, prefixes, missing } = this;
    // A ring that cannot be read must not look like an empty one.
    if (this.failure && this.sources.every(({ isOver, arc }) => isOver && missing.includes(arc)))
      throw this.failure;
    return { keys, prefixes, missing, ...(cursor ? { cursor: printCursor(cursor) } : {}) };
  }

  /** @returns the place where the next page begins; `null` when there is none */
  private async merge(): Promise<NameMark | null> {
    for (;;) {
      const waiting = this.sources.filter((source) => source.needsMore);
      if (waiting.length > 0 && this.context.chord.clock.nowMs() > this.closesAtMs)
        return this.close(waiting);
      if (waiting.length > 0) {
        await Promise.all(waiting.map((source) => this.fill(source)));
        continue;
      }
      if (!this.takeNext()) return null;
      if (this.keys.length + this.prefixes.length >= this.limit)
        return this.isAtEnd() ? null : this.last;
    }
  }

  /** Takes the items that certainly precede every name that was not read yet. */
  private close(waiting: readonly Source[]): NameMark | null {
    const marks = waiting.map(({ after }) => after);
    const bound = marks.reduce((low, mark) =>
      low === null || mark === null ? null : compareMarks(low, mark) <= 0 ? low : mark,
    );
    if (bound === null) return this.last;
    while (this.takeNext(bound))
      if (this.keys.length + this.prefixes.length >= this.limit) return this.last;
    return bound;
  }

  private isAtEnd(): boolean {
    return this.sources.every(({ isOver, head }) => isOver && head === undefined);
  }

  /** @returns false when there are no more items, or none up to `bound` */
  private takeNext(bound?: NameMark): boolean {
    let first: Item | undefined;
    for (const { head } of this.sources)
      if (head && (!first || compareHeads(head, first) < 0)) first = head;
    if (!first || (bound && compareMarks(first.mark, bound) > 0)) return false;
    this.last = first.mark;
    if (first.key) this.keys.push(first.key);
    else this.prefixes.push(first.mark.key);
    for (const source of this.sources)
      if (source.head && compareHeads(source.head, first) === 0) source.next();
    return true;
  }

  private async fill(source: Source): Promise<void> {
    const { context, own, options } = this;
    const request: ListRequest = { ...this.request, arc: source.arc, after: source.after };
    const answer = await this.questions.ask<ListReply>(source.arc, {
      local: () => own.list(request, options.trace),
      remote: async (node, { timeoutMs, trace }) => {
        const call = context.call(node, 'store.names', request, { timeoutMs, trace });
        return context.read.listed(await unlessGone(context, node, call));
      },
    });
    if ('unavailable' in answer) {
      this.failure = answer.unavailable;
      source.isOver = true;
      this.missing.push(source.arc);
      return;
    }
    const { reply, rest } = answer;
    if (rest) {
      source.arc = { fromId: source.arc.fromId, toId: reply.toId };
      this.sources.push(new Source(rest, source.after));
    }
    source.fill(reply);
  }
}

/** A prefix is ordered as the first of its names. */
function compareHeads(a: Item, b: Item): number {
  return compareUtf8(a.mark.key, b.mark.key) || Number(a.mark.isWhole) - Number(b.mark.isWhole);
}
