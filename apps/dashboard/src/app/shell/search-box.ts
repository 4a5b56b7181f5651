// The search for a node by address or id, or for a key's path (WAI-ARIA combobox pattern).
import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  computed,
  inject,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { cut, visible } from '@chord-dht/ring-view';
import { RingData } from '../data/ring-data';
import { SearchText } from './search-text';

interface Choice {
  readonly kind: 'node' | 'key';
  readonly value: string;
  readonly name: string;
  readonly note: string;
}

const NODES_MAX = 6;

@Component({
  selector: 'app-search-box',
  templateUrl: './search-box.html',
  styleUrl: './search-box.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SearchBox {
  private readonly router = inject(Router);
  private readonly data = inject(RingData);
  private readonly search = inject(SearchText);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  protected readonly text = this.search.text;
  protected readonly open = signal(false);
  protected readonly choices = computed<Choice[]>(() => {
    const text = this.text();
    if (text.trim() === '') return [];
    const nodes = this.search
      .matched()
      .slice(0, NODES_MAX)
      .map((address) => this.nodeChoice(address));
    return [
      ...nodes,
      { kind: 'key', value: text, name: `“${cut(visible(text), 40)}”`, note: 'key: show its path' },
    ];
  });
  protected readonly current = linkedSignal({ source: this.choices, computation: () => 0 });
  protected readonly shown = computed(() => this.open() && this.choices().length > 0);
  protected readonly activeId = computed(() => (this.shown() ? `found-${this.current()}` : null));

  constructor() {
    this.search.onAsked(() => this.field().nativeElement.focus());
  }

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
    this.open.set(true);
  }

  protected onKey(event: KeyboardEvent): void {
    const count = this.choices().length;
    if (event.key === 'ArrowDown' && count > 0) this.current.update((index) => (index + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0)
      this.current.update((index) => (index + count - 1) % count);
    else if (event.key === 'Escape') this.clear();
    else return;
    this.open.set(event.key !== 'Escape');
    event.preventDefault();
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.choose(this.choices()[this.current()]);
  }

  protected choose(choice: Choice | undefined): void {
    if (!choice) return;
    this.clear();
    void (choice.kind === 'key'
      ? this.router.navigate(['/db/view', choice.value])
      : this.router.navigate(['/'], { queryParams: { node: choice.value } }));
  }

  protected clear(): void {
    this.open.set(false);
    this.text.set('');
  }

  private nodeChoice(address: string): Choice {
    const member = this.data.ring()?.members.find(({ node }) => node.address === address);
    return {
      kind: 'node',
      value: address,
      name: address,
      note: `node, id ${cut(member?.node.printedId ?? '', 14)}`,
    };
  }
}
