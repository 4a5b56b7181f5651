// The displayed page of a listing with its opened folders; it is read again when keys change.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { KeyListDto } from '@chord-dht/api-client';
import { ChordApi, type Listing } from '../../data/chord-api';
import { type Problem, problemOf } from '../../data/problem';
import { type Branch, rowsOf } from './key-rows';
import { Pace } from './pace';

export const PAGE = 100;
/** The most entries of an open folder that are displayed; the rest is on the folder's own page. */
const BRANCH = 25;
const BRANCHES_MAX = 20;

interface Shown {
  readonly listing: Listing;
  readonly page: KeyListDto;
}

@Injectable()
export class KeyListing {
  private readonly api = inject(ChordApi);
  private readonly shown = signal<Shown | null>(null);
  private readonly branches = signal<ReadonlyMap<string, Branch>>(new Map());
  private wanted: Listing = { prefix: '', delimiter: null, cursor: null };
  /** Numbers the requests, so that answers to older ones are dropped. */
  private question = 0;
  private readonly pace = new Pace(() => this.refresh());

  readonly loading = signal(false);
  readonly problem = signal<Problem | null>(null);
  /** The listing of the displayed rows; null before the first. */
  readonly listing = computed(() => this.shown()?.listing ?? null);
  readonly next = computed(() => this.shown()?.page.cursor ?? null);
  readonly rows = computed(() => {
    const shown = this.shown();
    return shown ? rowsOf(shown.page, shown.listing.prefix, this.branches()) : [];
  });
  /** The number of arcs that could not be read: their keys are not among the rows. */
  readonly missing = computed(() => this.shown()?.page.missing.length ?? 0);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.question += 1;
      this.pace.stop();
    });
  }

  /** Displays another page; the old one stays until the answer has arrived. */
  async read(listing: Listing): Promise<void> {
    this.wanted = listing;
    await this.pace.now();
  }

  /** Opens exactly these folders. */
  open(prefixes: readonly string[]): void {
    const before = this.branches();
    const opened = prefixes.slice(0, BRANCHES_MAX);
    const empty: Branch = { page: null, problem: null };
    this.branches.set(new Map(opened.map((prefix) => [prefix, before.get(prefix) ?? empty])));
    for (const prefix of opened) if (!before.has(prefix)) void this.readBranch(prefix);
  }

  /** Reads the displayed rows again, and keeps the place. */
  again(): Promise<void> {
    return this.pace.now();
  }

  /** Called when keys have changed: reads again soon, but less often where that takes long. */
  soon(): void {
    this.pace.soon();
  }

  private async refresh(): Promise<void> {
    const question = ++this.question;
    const listing = this.wanted;
    this.loading.set(true);
    const branches = [...this.branches().keys()].map((prefix) => this.readBranch(prefix));
    const outcome = await this.api.list(listing, PAGE).catch(problemOf);
    await Promise.all(branches);
    if (question !== this.question) return;
    this.loading.set(false);
    if ('code' in outcome) return this.problem.set(outcome);
    this.problem.set(null);
    this.shown.set({ listing, page: outcome });
  }

  private async readBranch(prefix: string): Promise<void> {
    const { delimiter } = this.wanted;
    const listing = { prefix, delimiter, cursor: null };
    const outcome = await this.api.list(listing, BRANCH).catch(problemOf);
    this.branches.update((branches) => {
      const before = branches.get(prefix);
      if (!before) return branches;
      const branch =
        'code' in outcome ? { ...before, problem: outcome } : { page: outcome, problem: null };
      return new Map([...branches, [prefix, branch]]);
    });
  }
}
