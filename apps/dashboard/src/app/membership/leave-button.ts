// The button that takes this node out of the ring: it shows what would move before it acts.
import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { type LeavePreviewDto, type NodeRefDto, apiPath } from '@chord-dht/api-client';
import { bytes, count } from '@chord-dht/ring-view';
import { ChordApi } from '../data/chord-api';
import { type Problem, problemOf } from '../data/problem';
import { CurlBox } from '../ui/curl-box';
import { ProblemNote } from '../ui/problem-note';

@Component({
  selector: 'app-leave-button',
  imports: [CurlBox, ProblemNote],
  template: `
    <button type="button" class="button danger" (click)="ask()">Leave the ring…</button>
    <dialog #dialog aria-labelledby="leave-title">
      <div class="stack">
        @if (left()) {
          <h2 id="leave-title">{{ self().address }} has left</h2>
          <p>
            Its process has stopped, so this page is over.
            @if (heir(); as next) {
              Go on at <a [href]="homeOf(next.address)">{{ next.address }}</a>.
            }
          </p>
        } @else {
          <h2 id="leave-title">Take {{ self().address }} out of the ring?</h2>
          @if (preview(); as what) {
            <p>{{ words() }}</p>
          } @else if (!problem()) {
            <p class="muted">Counting what would move…</p>
          }
          @if (problem(); as what) {
            <app-problem-note [problem]="what" />
          }
          <div class="buttons">
            <button
              type="button"
              class="button danger"
              [disabled]="busy() || !preview()"
              (click)="leave()"
            >
              {{ busy() ? 'Handing over…' : 'Leave and stop' }}
            </button>
            <button type="button" class="button" (click)="dialog.close()">Stay</button>
          </div>
          <app-curl-box [call]="{ method: 'POST', url: path }" />
        }
      </div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(32rem, calc(100vw - 2rem));
      padding: 1.25rem;
      border: 1px solid var(--line-strong);
      border-radius: 0.75rem;
      background: var(--surface);
      color: var(--ink);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 45%);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LeaveButton {
  readonly self = input.required<NodeRefDto>();

  private readonly api = inject(ChordApi);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly path = apiPath('/api/v1/ring/leave');
  protected readonly preview = signal<LeavePreviewDto | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly busy = signal(false);
  protected readonly left = signal(false);
  protected readonly heir = computed(() => this.preview()?.heir ?? null);
  protected readonly words = computed(() => {
    const what = this.preview();
    return what ? leaveWords(what) : '';
  });

  /** Nodes of one ring use the same protocol: with TLS, or without. */
  protected homeOf(address: string): string {
    return `${location.protocol}//${address}/`;
  }

  protected async ask(): Promise<void> {
    this.preview.set(null);
    this.problem.set(null);
    this.dialog().nativeElement.showModal();
    await this.api.leavePreview().then(
      (preview) => this.preview.set(preview),
      (error: unknown) => this.problem.set(problemOf(error)),
    );
  }

  protected async leave(): Promise<void> {
    this.busy.set(true);
    await this.api.leave().then(
      () => this.left.set(true),
      (error: unknown) => this.problem.set(problemOf(error)),
    );
    this.busy.set(false);
  }
}

function leaveWords({ keys, bytes: size, heir }: LeavePreviewDto): string {
  if (!heir)
    return 'It is alone: nothing moves, its data stays on its disk, and the process stops.';
  const what =
    keys === 0 ? 'No keys move' : `${count(keys, 'key')} (${bytes(size)}) move to ${heir.address}`;
  return `${what}. When that is safe, the process stops.`;
}
