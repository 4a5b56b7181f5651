// The selection: keys, and folders with everything in them, across pages.
import { Injectable, computed, signal } from '@angular/core';
import type { KeyDto } from '@chord-dht/api-client';
import type { Row } from './key-rows';

export interface Ticked {
  readonly folders: readonly string[];
  readonly keys: readonly KeyDto[];
}

@Injectable()
export class KeySelection {
  private readonly folders = signal<ReadonlySet<string>>(new Set());
  private readonly keys = signal<ReadonlyMap<string, KeyDto>>(new Map());

  readonly ticked = computed<Ticked>(() => ({
    folders: [...this.folders()],
    keys: [...this.keys().values()],
  }));
  readonly count = computed(() => this.folders().size + this.keys().size);

  /** True for a row within a selected folder, which is selected with it. */
  isWithin(row: Row): boolean {
    const name = nameOf(row);
    return [...this.folders()].some((folder) => folder !== name && name.startsWith(folder));
  }

  has(row: Row): boolean {
    const isOwn =
      row.kind === 'key' ? this.keys().has(row.key.key) : this.folders().has(nameOf(row));
    return isOwn || this.isWithin(row);
  }

  toggle(row: Row): void {
    if (row.kind === 'key' || row.kind === 'folder') this.set([row], !this.has(row));
  }

  set(rows: readonly Row[], isTicked: boolean): void {
    const folders = new Set(this.folders());
    const keys = new Map(this.keys());
    for (const row of rows) {
      if (this.isWithin(row)) continue;
      if (row.kind === 'key' && isTicked) keys.set(row.key.key, row.key);
      else if (row.kind === 'key') keys.delete(row.key.key);
      else if (row.kind === 'folder' && isTicked) folders.add(row.prefix);
      else if (row.kind === 'folder') folders.delete(row.prefix);
    }
    // Entries of a selected folder are not listed separately.
    const isIn = (name: string): boolean =>
      [...folders].some((folder) => folder !== name && name.startsWith(folder));
    this.folders.set(new Set([...folders].filter((folder) => !isIn(folder))));
    this.keys.set(new Map([...keys].filter(([key]) => !isIn(key))));
  }

  clear(): void {
    this.folders.set(new Set());
    this.keys.set(new Map());
  }

  /** Updates the selected keys to the versions of the displayed rows. */
  seen(rows: readonly Row[]): void {
    const keys = new Map(this.keys());
    for (const row of rows)
      if (row.kind === 'key' && keys.has(row.key.key)) keys.set(row.key.key, row.key);
    this.keys.set(keys);
  }
}

function nameOf(row: Row): string {
  return row.kind === 'key' ? row.key.key : row.prefix;
}
