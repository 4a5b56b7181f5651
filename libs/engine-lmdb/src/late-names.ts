// Names that are not in the index on the disk yet. Records that are moved come in the order of their ids, so that each
// of their names would change another page of that index; gathered, and written in the order of names, many of them
// share a page. What is lost with the process is listed by the next start (`build-indexes.ts`), which `LateBuckets` tells
// where to look.
import { compareNames, halve, isBeforePage, type NameLimit, type Position } from '@chord-dht/store';
import { eachOnce, inOneRow } from './in-one-row';
import { LateBuckets } from './late-buckets';

/** So many wait for others that lie near them: a few megabytes, and several for each page of a million names. */
const WAITING_MAX = 65_536;
/** So many are sorted at once. */
const RUN = 512;

/** No `Map` leads to these: one that many come to and go from costs more than all the rest; see `Bag`. */
interface LateName extends Position {
  isTaken: boolean;
  isGone: boolean;
}

type Run = readonly LateName[];

export class LateNames {
  /** Not sorted yet. */
  private fresh: LateName[] = [];
  /** What comes while others are written. */
  private runs: Run[] = [];
  /** What is written at present, those that have been taken among them, and what is left of it. */
  private round: Run[] = [];
  private rest: Iterator<LateName> = [][Symbol.iterator]();
  /** Written in groups that are not committed: readers do not find them on the disk yet. */
  private readonly taken = new Set<Run>();
  private takenCount = 0;
  private waitingCount = 0;
  /** Of those that wait. */
  readonly buckets = new LateBuckets();
  /** How many there have ever been. */
  added = 0;

  get size(): number {
    return this.waitingCount + this.takenCount;
  }

  /** How many ought to be written by now. */
  get surplus(): number {
    return Math.max(0, this.waitingCount - WAITING_MAX);
  }

  /** For a name that is not among them. */
  add({ keyId, key }: Position): void {
    this.fresh.push({ keyId, key, isTaken: false, isGone: false });
    this.waitingCount += 1;
    this.buckets.add(keyId);
    this.added += 1;
    if (this.fresh.length === RUN) this.endRun();
  }

  /** The record is gone: its name is to be neither found nor written. */
  remove(position: Position): void {
    if (this.size === 0) return;
    const isBefore = (other: Position): boolean => compareNames(other, position) < 0;
    for (const run of this.all())
      for (let at = halve(run, isBefore); run[at]?.key === position.key; at += 1)
        this.forget(run[at] as LateName);
    for (const name of this.fresh) if (name.key === position.key) this.forget(name);
  }

  /** The next names, in order, which are to be written now; until `settle` they are found here. */
  take(most: number): readonly Position[] {
    const taken: LateName[] = [];
    while (taken.length < most) {
      const next = this.rest.next();
      // All that is taken at once is in order.
      if (next.done && (taken.length > 0 || !this.beginRound())) break;
      if (next.done || next.value.isGone) continue;
      next.value.isTaken = true;
      this.buckets.remove(next.value.keyId);
      taken.push(next.value);
    }
    this.waitingCount -= taken.length;
    this.takenCount += taken.length;
    this.taken.add(taken);
    return taken;
  }

  /** What was taken is committed. */
  settle(taken: readonly Position[]): void {
    if (this.taken.delete(taken as Run)) this.takenCount -= taken.length;
    if (this.size === 0) this.clear();
  }

  /** Those of a page, in order, each once, and some that are on the disk already. */
  *within(limit: Pick<NameLimit, 'prefix' | 'after'>): Generator<Position> {
    this.endRun();
    const isBefore = isBeforePage(limit);
    const rows = this.all().map((run) => present(run, halve(run, isBefore)));
    for (const name of eachOnce(inOneRow(rows))) {
      if (!name.key.startsWith(limit.prefix)) return;
      yield name;
    }
  }

  clear(): void {
    [this.fresh, this.runs] = [[], []];
    this.beginRound();
    this.taken.clear();
    this.waitingCount = this.takenCount = 0;
    this.buckets.clear();
  }

  private forget(name: LateName): void {
    if (!name.isTaken && !name.isGone) {
      this.waitingCount -= 1;
      this.buckets.remove(name.keyId);
    }
    name.isGone = true;
  }

  private all(): Run[] {
    return [...this.round, ...this.runs, ...this.taken];
  }

  private endRun(): void {
    if (this.fresh.length > 0) this.runs.push(this.fresh.sort(compareNames));
    this.fresh = [];
  }

  /** @returns false when nothing is to be written in it */
  private beginRound(): boolean {
    this.endRun();
    this.round = this.runs;
    this.runs = [];
    this.rest = inOneRow(this.round);
    return this.round.length > 0;
  }
}

function* present(run: Run, from: number): Generator<LateName> {
  for (let at = from; at < run.length; at += 1) {
    const name = run[at] as LateName;
    if (!name.isGone) yield name;
  }
}
