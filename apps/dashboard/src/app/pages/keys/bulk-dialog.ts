// The dialog before many keys are deleted, and the progress of a deletion or an export.
import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  computed,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { apiPath } from '@chord-dht/api-client';
import { bytes, count, visible } from '@chord-dht/ring-view';
import { ChordApi } from '../../data/chord-api';
import { type Problem, problemOf } from '../../data/problem';
import { curl } from '../../text/curl';
import { CurlBox } from '../../ui/curl-box';
import { ProblemNote } from '../../ui/problem-note';
import { BulkWork, type Progress } from './bulk-work';
import type { Ticked } from './key-selection';

/** The most names that are listed. */
const NAMES_MAX = 100;
const FILE = 'keys.ndjson';

interface Preview {
  readonly ticked: Ticked;
  readonly names: readonly string[];
  readonly keys: number;
  readonly bytes: number;
  /** True when a part of the ring could not be read, so that there may be more. */
  readonly isLeast: boolean;
}

@Component({
  selector: 'app-bulk-dialog',
  imports: [CurlBox, ProblemNote],
  providers: [BulkWork],
  templateUrl: './bulk-dialog.html',
  styleUrl: './bulk-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BulkDialog {
  /** Emitted when the dialog was closed; `hasDeleted`: keys were deleted. */
  readonly closed = output<{ readonly hasDeleted: boolean }>();

  private readonly api = inject(ChordApi);
  protected readonly work = inject(BulkWork);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly what = signal<Progress['what']>('delete');
  protected readonly preview = signal<Preview | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly file = signal<string | null>(null);
  protected readonly title = computed(() =>
    this.what() === 'delete' ? 'Delete what is selected' : 'Export what is selected',
  );
  protected readonly putBack = computed(() =>
    curl({
      method: 'POST',
      url: location.origin + apiPath('/api/v1/batch'),
      contentType: 'application/x-ndjson',
      file: FILE,
    }),
  );

  async open(what: Progress['what'], ticked: Ticked): Promise<void> {
    this.what.set(what);
    this.work.forget();
    this.preview.set(null);
    this.problem.set(null);
    this.dialog().nativeElement.showModal();
    try {
      this.preview.set(await this.look(ticked));
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }

  private async look(ticked: Ticked): Promise<Preview> {
    const { folders, keys } = ticked;
    const counted = await Promise.all(folders.map((prefix) => this.api.count(prefix)));
    const sum = (figures: readonly number[]): number => figures.reduce((a, b) => a + b, 0);
    return {
      ticked,
      names: [
        ...folders.map(
          (prefix, at) => `${visible(prefix)} (${this.keysOf(counted[at]?.keys ?? 0)})`,
        ),
        ...keys.slice(0, NAMES_MAX).map(({ key }) => visible(key)),
        ...(keys.length > NAMES_MAX ? [`and ${this.keysOf(keys.length - NAMES_MAX)} more`] : []),
      ],
      keys: sum(counted.map((figures) => figures.keys)) + keys.length,
      bytes: sum(counted.map((figures) => figures.bytes)) + sum(keys.map((key) => key.bytes)),
      isLeast: counted.some(({ complete }) => !complete),
    };
  }

  protected readonly sizeOf = bytes;

  protected keysOf(number: number): string {
    return count(number, 'key');
  }

  protected async begin(): Promise<void> {
    const ticked = this.preview()?.ticked;
    if (!ticked) return;
    if (this.what() === 'delete') return this.work.deleteAll(ticked);
    const blob = await this.work.exportAll(ticked);
    if (!blob) return;
    this.letGo();
    const url = URL.createObjectURL(blob);
    this.file.set(url);
    const link = document.createElement('a');
    link.href = url;
    link.download = FILE;
    link.click();
  }

  /** One sentence for each kind of result. */
  protected outcome({ what, done, changed, gone, failed, isStopped }: Progress): string {
    const well = done - changed - gone - failed;
    const sentences = [
      `${this.keysOf(well)} ${what === 'delete' ? 'deleted' : `written to ${FILE}`}.`,
      changed > 0
        ? `${this.keysOf(changed)} had been changed since and ${changed === 1 ? 'was' : 'were'} kept.`
        : '',
      gone > 0 ? `${this.keysOf(gone)} had gone already.` : '',
      failed > 0 ? `${this.keysOf(failed)} failed.` : '',
      isStopped ? 'Stopped before the end.' : '',
    ];
    return sentences.filter(Boolean).join(' ');
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  /** Called however the dialog was closed: the work stops, so that nothing goes on unseen. */
  protected ended(): void {
    const progress = this.work.progress();
    this.work.forget();
    this.letGo();
    this.closed.emit({ hasDeleted: progress?.what === 'delete' && progress.done > 0 });
  }

  private letGo(): void {
    const url = this.file();
    if (url !== null) URL.revokeObjectURL(url);
    this.file.set(null);
  }
}
