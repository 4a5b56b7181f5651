// The page's end of the world in the worker: its frames, of which the latest are stored for looking back.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { Deed, LogLine, NodeDetail } from '@chord-dht/simulator';
import type { Frame, FromWorld, ToWorld } from './messages';

/** In virtual milliseconds, between two stored frames. */
const KEPT_EVERY_MS = 100;
const KEPT_MAX = 600;
const LINES_MAX = 400;
/** The interval, in milliseconds, of updates of texts and figures; the picture changes with every frame. */
const TOLD_MS = 100;

type WorldFrame = Extract<FromWorld, { say: 'frame' }>;

@Injectable()
export class WorldLink {
  private readonly worker = new Worker(new URL('./playground.worker', import.meta.url), {
    type: 'module',
    name: 'chord-playground',
  });
  private readonly latest = signal<WorldFrame | null>(null);
  private readonly telling = signal<WorldFrame | null>(null);
  private toldAtMs = 0;
  private tellTimer: ReturnType<typeof setTimeout> | null = null;
  private readonly kept = signal<readonly Frame[]>([]);
  /** The index of the displayed stored frame, or null for the present one. */
  readonly backAt = signal<number | null>(null);
  readonly lines = signal<readonly LogLine[]>([]);
  readonly refusal = signal<string | null>(null);

  readonly now = computed(() => this.latest()?.frame ?? null);
  /** The displayed frame. */
  readonly frame = computed(() => {
    const back = this.backAt();
    return (back === null ? null : this.kept()[back]) ?? this.now();
  });
  /** The same for texts and figures. */
  readonly told = computed(() => {
    const back = this.backAt();
    return (back === null ? null : this.kept()[back]) ?? this.telling()?.frame ?? null;
  });
  /** The number of stored frames. */
  readonly history = signal(0);
  readonly detail = computed<NodeDetail | null>(() => this.telling()?.detail ?? null);
  readonly met = computed(() => this.telling()?.met ?? []);
  readonly isPlaying = computed(() => this.latest()?.isPlaying ?? false);
  readonly isCatchingUp = computed(() => this.latest()?.isCatchingUp ?? false);
  readonly speed = computed(() => this.telling()?.speed ?? 0);
  readonly run = computed(() => this.telling()?.run ?? '');

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorld>) => this.hear(data);
    inject(DestroyRef).onDestroy(() => {
      this.worker.terminate();
      if (this.tellTimer !== null) clearTimeout(this.tellTimer);
    });
  }

  open(run: string): void {
    this.kept.set([]);
    this.lines.set([]);
    this.backAt.set(null);
    this.refusal.set(null);
    this.latest.set(null);
    this.tell();
    this.say({ say: 'open', run });
  }

  act(deed: Deed): void {
    this.backAt.set(null);
    this.say({ say: 'do', deed });
  }

  say(message: ToWorld): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromWorld): void {
    if (message.say === 'refused') {
      this.refusal.set(message.why);
      return;
    }
    const { frame, lines } = message;
    this.latest.set(message);
    this.tellSoon();
    if (lines.length > 0)
      this.lines.update((known) => [...[...lines].reverse(), ...known].slice(0, LINES_MAX));
    const last = this.kept().at(-1);
    if (!last || frame.picture.ms - last.picture.ms >= KEPT_EVERY_MS)
      this.kept.update((frames) => [...frames, frame].slice(-KEPT_MAX));
  }

  private tellSoon(): void {
    const waitMs = this.toldAtMs + TOLD_MS - performance.now();
    if (waitMs <= 0) this.tell();
    else this.tellTimer ??= setTimeout(() => this.tell(), waitMs);
  }

  private tell(): void {
    if (this.tellTimer !== null) clearTimeout(this.tellTimer);
    this.tellTimer = null;
    this.toldAtMs = performance.now();
    this.telling.set(this.latest());
    this.history.set(this.kept().length);
  }
}
