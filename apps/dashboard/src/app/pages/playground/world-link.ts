// Knows the page's end of the world in the worker: its frames, of which the latest are kept for looking back.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { Deed, LogLine, NodeDetail } from '@chord-dht/simulator';
import type { Frame, FromWorld, ToWorld } from './messages';

/** Of virtual time, between two frames that are kept. */
const KEPT_EVERY_MS = 100;
const KEPT_MAX = 600;
const LINES_MAX = 400;

@Injectable()
export class WorldLink {
  private readonly worker = new Worker(new URL('./playground.worker', import.meta.url), {
    type: 'module',
    name: 'chord-playground',
  });
  private readonly latest = signal<Extract<FromWorld, { say: 'frame' }> | null>(null);
  private readonly kept = signal<readonly Frame[]>([]);
  /** How far one looks back: a place among the kept frames, or null for now. */
  readonly backAt = signal<number | null>(null);
  readonly lines = signal<readonly LogLine[]>([]);
  readonly refusal = signal<string | null>(null);

  readonly now = computed(() => this.latest()?.frame ?? null);
  /** What is looked at. */
  readonly frame = computed(() => {
    const back = this.backAt();
    return (back === null ? null : this.kept()[back]) ?? this.now();
  });
  readonly history = computed(() => this.kept().length);
  readonly detail = computed<NodeDetail | null>(() => this.latest()?.detail ?? null);
  readonly met = computed(() => this.latest()?.met ?? []);
  readonly isPlaying = computed(() => this.latest()?.isPlaying ?? false);
  readonly isCatchingUp = computed(() => this.latest()?.isCatchingUp ?? false);
  readonly speed = computed(() => this.latest()?.speed ?? 0);
  readonly run = computed(() => this.latest()?.run ?? '');

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorld>) => this.hear(data);
    inject(DestroyRef).onDestroy(() => this.worker.terminate());
  }

  open(run: string): void {
    this.kept.set([]);
    this.lines.set([]);
    this.backAt.set(null);
    this.refusal.set(null);
    this.latest.set(null);
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
    if (lines.length > 0)
      this.lines.update((known) => [...[...lines].reverse(), ...known].slice(0, LINES_MAX));
    const last = this.kept().at(-1);
    if (!last || frame.picture.ms - last.picture.ms >= KEPT_EVERY_MS)
      this.kept.update((frames) => [...frames, frame].slice(-KEPT_MAX));
  }
}
