// Knows the page of all keys: a listing by prefix, and the value of the chosen one.
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { apiPath } from '@chord-dht/api-client';
import { bytes, count, cut, visible } from '@chord-dht/ring-view';
import { CurlBox } from '../../ui/curl-box';
import { ProblemNote } from '../../ui/problem-note';
import { ValuePanel } from '../../value/value-panel';
import { KeyForm } from '../ring/key-form';
import { KeyPages } from './key-pages';

@Component({
  selector: 'app-keys-page',
  imports: [CurlBox, KeyForm, ProblemNote, RouterLink, ValuePanel],
  providers: [KeyPages],
  templateUrl: './keys-page.html',
  styleUrl: './keys-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeysPage {
  /** `?prefix=` */
  readonly prefix = input<string>();
  /** `?key=`: the chosen one. */
  readonly key = input<string>();

  private readonly router = inject(Router);
  protected readonly pages = inject(KeyPages);
  protected readonly call = computed(() => ({
    url: apiPath('/api/v1/keys', {}, { prefix: this.prefix() || undefined, limit: 50 }),
  }));
  protected readonly summary = computed(() => {
    const { length } = this.pages.keys();
    const found = count(length, 'key');
    const prefix = this.prefix();
    const end = this.pages.more() === null ? '' : ', and more';
    return `${found}${prefix ? ` that ${length === 1 ? 'begins' : 'begin'} with “${cut(visible(prefix), 30)}”` : ''}${end}`;
  });
  protected readonly shownKey = computed(() => cut(visible(this.key() ?? ''), 60));

  constructor() {
    effect(() => {
      const prefix = this.prefix() ?? '';
      untracked(() => void this.pages.read(prefix));
    });
  }

  protected readonly sizeOf = bytes;

  protected text(key: string): string {
    return cut(visible(key), 60);
  }

  protected timeOf(modifiedAt: string): string {
    return new Date(modifiedAt).toLocaleString('en-GB');
  }

  protected retry(): void {
    void this.pages.read(this.prefix() ?? '');
  }

  protected search(event: Event): void {
    this.go({ prefix: (event.target as HTMLInputElement).value || null }, true);
  }

  protected choose(key: string | null): void {
    this.go({ key }, false);
  }

  private go(
    queryParams: { prefix?: string | null; key?: string | null },
    replaceUrl: boolean,
  ): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}
