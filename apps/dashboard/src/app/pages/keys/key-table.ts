// Keys and folders in a table that is a tree, with movement by keyboard.
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { bytes, grouped, visible } from '@chord-dht/ring-view';
import { Clock } from '../../data/clock';
import { lifeWords } from '../../text/life';
import type { FolderRow, Row } from './key-rows';
import { KeySelection } from './key-selection';
import { PrefixFigures } from './prefix-figures';

const SKELETON_ROWS = 12;
/** How long a changed row is marked, in milliseconds. */
const FRESH_MS = 6_000;

@Component({
  selector: 'app-key-table',
  templateUrl: './key-table.html',
  styleUrl: './key-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeyTable {
  /** Null before the first read. */
  readonly rows = input.required<readonly Row[] | null>();
  /** The key whose value is displayed beside the table. */
  readonly chosen = input<string | null>(null);
  /** True when the displayed state may differ from the present one. */
  readonly old = input(false);
  readonly busy = input(false);
  /** When keys last changed, if noticed: milliseconds since the Unix epoch. */
  readonly changedAt = input<ReadonlyMap<string, number>>(new Map());
  readonly choose = output<string>();
  readonly enter = output<string>();
  /** Emitted when a folder is opened or closed. */
  readonly unfold = output<{ readonly prefix: string; readonly isOpen: boolean }>();

  protected readonly selection = inject(KeySelection);
  private readonly figures = inject(PrefixFigures);
  private readonly clock = inject(Clock);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly skeleton = Array.from({ length: SKELETON_ROWS }, (_, index) => index);
  /** The one row in the tab order. */
  protected readonly current = linkedSignal<readonly Row[], string | null>({
    source: () => this.rows() ?? [],
    computation: (rows, previous) => {
      const before = previous?.value;
      return rows.some(({ id }) => id === before) ? (before ?? null) : (rows[0]?.id ?? null);
    },
  });
  protected readonly tickable = computed(() =>
    (this.rows() ?? []).filter(({ kind }) => kind === 'key' || kind === 'folder'),
  );
  protected readonly allTicked = computed(() => {
    const rows = this.tickable();
    return rows.length > 0 && rows.every((row) => this.selection.has(row));
  });

  constructor() {
    // The focused row may be gone after a read: the focus stays in the table.
    let hadFocus = false;
    effect(() => {
      this.rows();
      hadFocus = untracked(() => this.host.nativeElement.contains(document.activeElement));
    });
    effect(() => {
      const id = this.current();
      if (hadFocus && id !== null) queueMicrotask(() => this.keepFocus());
    });
  }

  protected readonly sizeOf = bytes;
  protected readonly text = visible;

  protected figuresOf({ prefix }: FolderRow): { readonly keys: string; readonly bytes: string } {
    const counted = this.figures.of(prefix);
    if (!counted) return { keys: '…', bytes: '…' };
    const least = counted.complete ? '' : '≥ ';
    return {
      keys: least + grouped(counted.keys),
      bytes: least + bytes(counted.bytes),
    };
  }

  protected timeOf(modifiedAt: string): string {
    return new Date(modifiedAt).toLocaleString('en-GB');
  }

  protected lifeOf(expiresAt: string | null): string {
    return lifeWords(expiresAt, this.clock.nodeNow()) || 'stays';
  }

  protected isFresh(row: Row): boolean {
    const atMs = row.kind === 'key' ? this.changedAt().get(row.key.key) : undefined;
    return atMs !== undefined && this.clock.now() - atMs < FRESH_MS;
  }

  protected tickAll(): void {
    this.selection.set(this.tickable(), !this.allTicked());
  }

  protected act(row: Row): void {
    if (row.kind === 'key') this.choose.emit(row.key.key);
    else this.enter.emit(row.prefix);
  }

  protected setOpen(row: Row, isOpen: boolean): void {
    if (row.kind === 'folder' && row.isOpen !== isOpen)
      this.unfold.emit({ prefix: row.prefix, isOpen });
  }

  /** Arrows, Home and End move; right and left open and close; space selects; Enter displays. */
  protected walk(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (target.tagName !== 'TR' || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.rows() ?? [];
    const at = rows.findIndex(({ id }) => id === this.current());
    const row = rows[at];
    if (!row || !this.step(event.key, rows, at, row)) return;
    event.preventDefault();
  }

  /** @returns false for a key without a function here */
  private step(key: string, rows: readonly Row[], at: number, row: Row): boolean {
    const isOpen = row.kind === 'folder' && row.isOpen;
    if (key === 'ArrowDown') this.moveTo(rows[at + 1]);
    else if (key === 'ArrowUp') this.moveTo(rows[at - 1]);
    else if (key === 'Home') this.moveTo(rows[0]);
    else if (key === 'End') this.moveTo(rows.at(-1));
    else if (key === 'ArrowRight' && isOpen) this.moveTo(rows[at + 1]);
    else if (key === 'ArrowRight') this.setOpen(row, true);
    else if (key === 'ArrowLeft' && isOpen) this.setOpen(row, false);
    else if (key === 'ArrowLeft')
      this.moveTo(rows.slice(0, at).findLast(({ level }) => level < row.level));
    else if (key === ' ') this.selection.toggle(row);
    else if (key === 'Enter') this.act(row);
    else return false;
    return true;
  }

  private moveTo(row: Row | undefined): void {
    if (!row) return;
    this.current.set(row.id);
    this.rowElement(row.id)?.focus();
  }

  private keepFocus(): void {
    const id = this.current();
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && id !== null) this.rowElement(id)?.focus();
  }

  private rowElement(id: string): HTMLElement | null {
    const rows = this.host.nativeElement.querySelectorAll<HTMLElement>('tr[data-id]');
    return [...rows].find((row) => row.dataset['id'] === id) ?? null;
  }
}
