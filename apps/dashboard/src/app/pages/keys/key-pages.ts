// Knows a listing of keys that grows page by page.
import { Injectable, computed, inject, signal } from '@angular/core';
import { type KeyListDto } from '@chord-dht/api-client';
import { ChordApi } from '../../data/chord-api';
import { type Problem, problemOf } from '../../data/problem';

const PAGE = 50;

@Injectable()
export class KeyPages {
  private readonly api = inject(ChordApi);
  private readonly pages = signal<readonly KeyListDto[]>([]);
  private prefix = '';
  /** Answers to older questions are dropped. */
  private question = 0;

  readonly loading = signal(false);
  readonly problem = signal<Problem | null>(null);
  readonly keys = computed(() => this.pages().flatMap(({ keys }) => keys));
  readonly more = computed(() => this.pages().at(-1)?.cursor ?? null);

  /** Begins anew with another prefix; the old listing stays until the answer is there. */
  async read(prefix: string): Promise<void> {
    this.prefix = prefix;
    await this.ask(null);
  }

  /** Reads the next page. */
  async readMore(): Promise<void> {
    const cursor = this.more();
    if (cursor !== null) await this.ask(cursor);
  }

  private async ask(cursor: string | null): Promise<void> {
    const question = ++this.question;
    this.loading.set(true);
    try {
      const page = await this.api.list(this.prefix, PAGE, cursor);
      if (question !== this.question) return;
      this.pages.update((pages) => (cursor === null ? [page] : [...pages, page]));
      this.problem.set(null);
    } catch (error) {
      if (question !== this.question) return;
      this.problem.set(problemOf(error));
    }
    this.loading.set(false);
  }
}
