// The page of all keys: a tree of names that follows changes, actions on many keys, and the value of the chosen key.
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { visible } from '@chord-dht/ring-view';
import { type Listing, listPath } from '../../data/chord-api';
import { Clock } from '../../data/clock';
import { KeyChanges } from '../../data/live/key-changes';
import { type KeyChange, LiveEvents } from '../../data/live/live-events';
import { CopyButton } from '../../ui/copy-button';
import { CurlBox } from '../../ui/curl-box';
import { ProblemNote } from '../../ui/problem-note';
import { ValuePanel } from '../../value/value-panel';
import { KeyForm } from '../ring/key-form';
import { BulkDialog } from './bulk-dialog';
import { ChangeList } from './change-list';
import { KeyListing, PAGE } from './key-listing';
import { KeySelection } from './key-selection';
import { KeyTable } from './key-table';
import { keysSentence, watchSentence } from './key-words';
import { crumbsOf } from './prefix-crumbs';
import { PrefixFigures } from './prefix-figures';

const CHANGES_MAX = 100;
/** In milliseconds: without a watch, the listing is read again at this interval. */
const UNWATCHED_MS = 4_000;

interface Query {
  readonly prefix?: string | null;
  readonly delimiter?: string | null;
  readonly flat?: string | null;
  readonly cursor?: string | null;
  readonly open?: readonly string[] | null;
  readonly key?: string | null;
}

@Component({
  selector: 'app-keys-page',
  imports: [
    BulkDialog,
    ChangeList,
    CopyButton,
    CurlBox,
    KeyForm,
    KeyTable,
    ProblemNote,
    RouterLink,
    ValuePanel,
  ],
  providers: [KeyListing, KeySelection, PrefixFigures],
  templateUrl: './keys-page.html',
  styleUrl: './keys-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeysPage {
  /** `?prefix=` */
  readonly prefix = input<string>();
  /** `?delimiter=`: the separator of levels; `/` by default. */
  readonly delimiter = input<string>();
  /** `?flat=true`: full names, without levels. */
  readonly flat = input<string>();
  /** `?cursor=`: the beginning of the page. */
  readonly cursor = input<string>();
  /** `?open=`: the open folders of the page. */
  readonly open = input([], { transform: listOf });
  /** `?key=`: the selected key. */
  readonly key = input<string>();

  private readonly scroll = viewChild<ElementRef<HTMLElement>>('scroll');
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  private readonly live = inject(LiveEvents);
  private readonly figures = inject(PrefixFigures);
  private readonly watch = inject(KeyChanges);
  protected readonly listing = inject(KeyListing);
  protected readonly selection = inject(KeySelection);

  protected readonly isTree = computed(() => this.flat() !== 'true');
  protected readonly level = computed(() => this.delimiter() || '/');
  private readonly asked = computed<Listing>(() => ({
    prefix: this.prefix() ?? '',
    delimiter: this.isTree() ? this.level() : null,
    cursor: this.cursor() || null,
  }));
  protected readonly crumbs = computed(() =>
    this.isTree() ? crumbsOf(this.prefix() ?? '', this.level()) : [],
  );
  /** Null until the first page has arrived. */
  protected readonly rows = computed(() => (this.listing.listing() ? this.listing.rows() : null));
  protected readonly summary = computed(() =>
    keysSentence(this.figures.of(this.asked().prefix), this.asked().prefix),
  );
  protected readonly call = computed(() => ({ url: listPath(this.asked(), PAGE) }));
  protected readonly watching = computed(() =>
    watchSentence(this.live.state() === 'paused', this.watch.state(), this.asked().prefix),
  );
  protected readonly changes = signal<readonly KeyChange[]>([]);
  protected readonly changedAt = signal<ReadonlyMap<string, number>>(new Map());
  /** For each page of this listing the one from which it was reached. */
  private readonly before = signal<ReadonlyMap<string, string | null>>(new Map());
  protected readonly hasBefore = computed(() => this.before().has(this.cursor() ?? ''));
  protected readonly shownKey = computed(() => visible(this.key() ?? ''));

  constructor() {
    effect(() => {
      const asked = this.asked();
      untracked(() => void this.listing.read(asked));
    });
    effect(() => {
      const open = this.isTree() ? this.open() : [];
      untracked(() => this.listing.open(open));
    });
    effect(() => {
      const { prefix } = this.asked();
      const rows = this.listing.rows();
      const folders = rows.flatMap((row) => (row.kind === 'folder' ? [row.prefix] : []));
      untracked(() => {
        this.figures.want([prefix, ...folders]);
        this.selection.seen(rows);
      });
    });
    effect(() => {
      const { prefix } = this.asked();
      untracked(() =>
        this.changes.update((all) => all.filter(({ key }) => key.startsWith(prefix))),
      );
    });
    effect(() => {
      // Another page scrolls to its beginning.
      this.listing.listing();
      untracked(this.scroll)?.nativeElement.scrollTo(0, 0);
    });
    this.follow();
  }

  private follow(): void {
    this.watch.follow(() => this.asked().prefix, {
      changed: (changes) => {
        this.changes.update((before) => [...before, ...changes].slice(-CHANGES_MAX));
        const now = Date.now();
        const times = [...this.changedAt(), ...changes.map(({ key }) => [key, now] as const)];
        this.changedAt.set(new Map(times.slice(-CHANGES_MAX)));
        this.readAgain(changes.map(({ key }) => key));
      },
      again: () => this.readAgain(null),
    });
    let readAtMs = Date.now();
    effect(() => {
      const now = this.clock.now();
      untracked(() => {
        const isWatched = this.watch.state() === 'live' || this.live.state() === 'paused';
        if (isWatched || document.hidden || now - readAtMs < UNWATCHED_MS) return;
        readAtMs = now;
        this.readAgain(null);
      });
    });
  }

  private readAgain(keys: readonly string[] | null): void {
    this.listing.soon();
    this.figures.changed(keys);
  }

  /** Reads again after an action on this page: rows and place stay. */
  protected again(): void {
    void this.listing.again();
    this.figures.changed(null);
  }

  protected bulkEnded(hasDeleted: boolean): void {
    if (!hasDeleted) return;
    this.selection.clear();
    this.again();
  }

  protected readonly text = visible;

  protected enter(prefix: string): void {
    this.go({ prefix: prefix || null, cursor: null, open: null }, false);
  }

  protected search(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.go({ prefix: value || null, cursor: null, open: null }, true);
  }

  protected setTree(event: Event): void {
    const isTree = (event.target as HTMLInputElement).checked;
    this.go({ flat: isTree ? null : 'true', cursor: null, open: null }, true);
  }

  protected setDelimiter(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.go({ delimiter: value === '/' ? null : value || null, cursor: null, open: null }, true);
  }

  protected unfold({ prefix, isOpen }: { prefix: string; isOpen: boolean }): void {
    const others = this.open().filter((other) => !other.startsWith(prefix));
    const open = isOpen ? [...others, prefix] : others;
    this.go({ open: open.length > 0 ? open : null }, true);
  }

  protected nextPage(): void {
    const cursor = this.listing.next();
    if (cursor === null) return;
    this.before.update((before) => new Map([...before, [cursor, this.cursor() || null]]));
    this.go({ cursor, open: null }, false);
  }

  protected previousPage(): void {
    this.go({ cursor: this.before().get(this.cursor() ?? '') ?? null, open: null }, false);
  }

  protected firstPage(): void {
    this.go({ cursor: null, open: null }, false);
  }

  protected choose(key: string | null): void {
    this.go({ key }, false);
  }

  private go(queryParams: Query, replaceUrl: boolean): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}

/** A parameter of the address may occur once, several times, or not at all. */
function listOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}
