// The actions on one key: get, put text or a file, delete.
import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PutResultDto } from '@chord-dht/api-client';
import { bytes, count } from '@chord-dht/ring-view';
import { ChordApi, type StoredValue } from '../data/chord-api';
import { KeyChanges } from '../data/live/key-changes';
import type { KeyChange } from '../data/live/live-events';
import type { PutCondition } from '../data/put-condition';
import { type Problem, problemOf } from '../data/problem';
import { CurlBox } from '../ui/curl-box';
import { decode, jsonFaultOf } from '../text/value-text';
import { ProblemNote } from '../ui/problem-note';
import { keyCall } from './key-call';
import { ValueView } from './value-view';

type Outcome =
  | { readonly kind: 'value'; readonly value: StoredValue }
  | { readonly kind: 'none' }
  /** With the value as it is stored now, if it could be read. */
  | { readonly kind: 'put'; readonly result: PutResultDto; readonly value: StoredValue | null }
  | { readonly kind: 'removed'; readonly existed: boolean }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** In characters: longer values are edited in a file. */
const EDITED_MAX = 100_000;
const TEXT_TYPE = 'text/plain;charset=utf-8';

const editable = (bytes: Uint8Array): string | null =>
  bytes.length > EDITED_MAX ? null : decode(bytes);

/** A change of a key that was missed by the watch. */
const missedChange = (key: string, now: StoredValue | null): KeyChange => ({
  type: now ? 'replaced' : 'deleted',
  key,
  version: now?.version ?? null,
  at: now?.modifiedAt ?? new Date().toISOString(),
});

@Component({
  selector: 'app-value-panel',
  imports: [CurlBox, NgTemplateOutlet, ProblemNote, RouterLink, ValueView],
  templateUrl: './value-panel.html',
  styleUrl: './value-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ValuePanel {
  readonly key = input.required<string>();
  /** There is a value: it is read at once and displayed first. */
  readonly eager = input(false);
  /** Offers a link to the page of the key's path. */
  readonly pathLink = input(false);
  /** Offers puts with a condition. */
  readonly conditions = input(false);
  /** Emitted when the key was written, read or deleted; its displayed state may have changed. */
  readonly done = output<string>();

  private readonly api = inject(ChordApi);
  protected readonly text = signal('');
  protected readonly file = signal<File | null>(null);
  protected readonly busy = signal(false);
  protected readonly asking = signal(false);
  protected readonly outcome = signal<Outcome | null>(null);
  /** In one signal for all outcomes: the person's choice of the display stays when the value is read again. */
  protected readonly shown = computed(() => {
    const outcome = this.outcome();
    return outcome?.kind === 'value' || outcome?.kind === 'put' ? outcome.value : null;
  });
  /** The version that this panel last saw. */
  protected readonly version = computed(() => {
    const outcome = this.outcome();
    if (outcome?.kind === 'value') return outcome.value.version;
    return outcome?.kind === 'put' ? outcome.result.version : null;
  });
  /** The content type of the present value, which an edit keeps; null while unknown. */
  private readonly type = signal<string | null>(null);
  protected readonly when = linkedSignal<string, 'always' | 'create' | 'unchanged'>({
    source: this.key,
    computation: () => 'always',
  });
  private readonly condition = computed<PutCondition>(() => {
    const when = this.when();
    const version = this.version();
    if (when !== 'unchanged') return when;
    return version === null ? 'always' : { version };
  });
  protected readonly isTouched = signal(false);
  /** The last change of the key by another client while it is displayed. */
  private readonly change = signal<KeyChange | null>(null);
  /** A change by another client, shown when text has been typed that would be lost. */
  protected readonly foreign = computed(() => {
    const change = this.change();
    return this.busy() || change === null || change.version === this.version() ? null : change;
  });
  /** The fault of a text that has to be JSON; null when there is none. */
  protected readonly jsonFault = computed(() => {
    const text = this.text();
    if (!/\bjson\b/.test(this.type() ?? '') || text === '' || this.file()) return null;
    return jsonFaultOf(text);
  });
  /**
   * True when the editor does not have the value: it is too long, or no text. So it cannot be replaced by nothing by
   * mistake.
   */
  protected readonly isClosed = computed(() => {
    const value = this.shown();
    return value !== null && value.bytes.length > 0 && editable(value.bytes) === null;
  });
  private readonly last = signal<'GET' | 'PUT' | 'DELETE'>('GET');

  protected readonly ready = computed(() => this.key() !== '' && !this.busy());
  protected readonly canPut = computed(
    () => this.ready() && (!this.isClosed() || this.isTouched() || this.file() !== null),
  );
  protected readonly call = computed(() =>
    keyCall({
      method: this.last(),
      key: this.key(),
      text: this.text(),
      file: this.file(),
      condition: this.condition(),
      type: this.type(),
    }),
  );

  constructor() {
    let shownKey: string | null = null;
    effect(() => {
      const key = this.key();
      const eager = this.eager();
      untracked(() => {
        if (key !== shownKey) this.forget();
        shownKey = key;
        if (eager && key !== '' && this.outcome() === null) void this.get();
      });
    });
    this.follow();
  }

  /** Shows the changes of other clients, or a note where text has been typed already. */
  private follow(): void {
    const isShown = computed(() => ['value', 'none', 'put'].includes(this.outcome()?.kind ?? ''));
    inject(KeyChanges).follow(() => (isShown() && this.key() !== '' ? this.key() : null), {
      changed: (changes) => {
        const mine = changes.filter(({ key }) => key === this.key());
        if (mine.length > 0) this.change.set(mine[mine.length - 1] ?? null);
      },
      again: () => void this.lookAgain(),
    });
    effect(() => {
      if (this.foreign() !== null && !this.isTouched()) untracked(() => void this.showForeign());
    });
  }

  protected async showForeign(): Promise<void> {
    const type = this.foreign()?.type;
    // A removed value is not read.
    if (type === 'deleted' || type === 'expired') {
      this.change.set(null);
      this.type.set(null);
      this.outcome.set({ kind: 'none' });
    } else await this.get();
    this.done.emit(this.key());
  }

  /** Changes may have been missed: reads again, and keeps the display if the value is the same. */
  private async lookAgain(): Promise<void> {
    const [key, shown] = [this.key(), this.outcome()];
    if (shown?.kind !== 'value' && shown?.kind !== 'put') return;
    const value = await this.api.get(key).catch(() => undefined);
    if (value === undefined || this.outcome() !== shown || this.busy()) return;
    if (value?.version === this.version()) return;
    if (this.isTouched()) return this.change.set(missedChange(key, value));
    this.type.set(value?.contentType ?? null);
    this.open(value);
    this.outcome.set(value ? { kind: 'value', value } : { kind: 'none' });
  }

  protected get(): Promise<void> {
    return this.run('GET', async (key) => {
      this.change.set(null);
      const value = await this.api.get(key);
      this.type.set(value?.contentType ?? null);
      this.open(value);
      return value ? { kind: 'value', value } : { kind: 'none' };
    });
  }

  protected put(event?: Event): Promise<void> {
    event?.preventDefault();
    const file = this.file();
    return this.run('PUT', async (key) => {
      if (!file && this.type() === null) this.type.set(await this.api.typeOf(key));
      const value = file ?? new Blob([this.text()], { type: this.type() ?? TEXT_TYPE });
      const result = await this.api.put(key, value, this.condition());
      if (file) this.type.set(file.type || null);
      this.isTouched.set(false);
      return { kind: 'put', result, value: await this.api.get(key).catch(() => null) };
    });
  }

  protected remove(): Promise<void> {
    this.asking.set(false);
    return this.run('DELETE', async (key) => ({
      kind: 'removed',
      existed: await this.api.remove(key),
    }));
  }

  protected chooseFile(event: Event): void {
    this.file.set((event.target as HTMLInputElement).files?.[0] ?? null);
    this.last.set('PUT');
  }

  protected dropFile(input: HTMLInputElement): void {
    input.value = '';
    this.file.set(null);
  }

  protected setText(event: Event): void {
    this.isTouched.set(true);
    this.text.set((event.target as HTMLTextAreaElement).value);
    this.last.set('PUT');
  }

  protected putWords({ created, owner, hops }: PutResultDto): string {
    return `${created ? 'Stored' : 'Replaced'} at ${owner.address}, ${count(hops, 'hop')} away.`;
  }

  protected sizeOf(file: File): string {
    return bytes(file.size);
  }

  protected setWhen(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.when.set(value === 'create' || value === 'unchanged' ? value : 'always');
    this.last.set('PUT');
  }

  /** The editor begins with the present value, unless text has been typed already. */
  private open(value: StoredValue | null): void {
    if (this.isTouched() || value === null) return;
    this.text.set(editable(value.bytes) ?? '');
  }

  private forget(): void {
    if (!this.isTouched()) this.text.set('');
    this.outcome.set(null);
    this.change.set(null);
    this.type.set(null);
    this.asking.set(false);
  }

  private async run(
    method: 'GET' | 'PUT' | 'DELETE',
    work: (key: string) => Promise<Outcome>,
  ): Promise<void> {
    const key = this.key();
    if (key === '') return;
    this.last.set(method);
    this.busy.set(true);
    const outcome = await work(key).catch((error: unknown): Outcome => ({
      kind: 'problem',
      problem: problemOf(error),
    }));
    this.busy.set(false);
    if (key !== this.key()) return;
    this.outcome.set(outcome);
    if (outcome.kind === 'put' || outcome.kind === 'removed') this.done.emit(key);
  }
}
