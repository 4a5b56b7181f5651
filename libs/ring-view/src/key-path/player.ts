// Plays a path: one animation loop that runs only while something moves.
import { computed, signal } from '@angular/core';

/** Runs `tick` with the next frame's time in milliseconds. @returns a function that cancels it */
export type NextFrame = (tick: (timeMs: number) => void) => () => void;

export const browserFrame: NextFrame = (tick) => {
  const handle = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(handle);
};

const HOP_MS = 1100;

/** Progress counts hops: 1.5 is half-way through the second one. */
export class Player {
  private readonly progress = signal<number | null>(null);
  private cancel: (() => void) | null = null;

  /** Null while no path is played. */
  readonly position = this.progress.asReadonly();
  readonly playing = computed(() => this.progress() !== null);

  constructor(private readonly nextFrame: NextFrame = browserFrame) {}

  /** Plays from `from` to `to`; calls `onHop` for every hop that was reached. */
  play(from: number, to: number, onHop: (step: number) => void): void {
    this.pause();
    this.progress.set(from);
    let lastMs: number | null = null;
    const tick = (nowMs: number): void => {
      const before = this.progress() ?? from;
      const after = Math.min(before + (nowMs - (lastMs ?? nowMs)) / HOP_MS, to);
      lastMs = nowMs;
      this.progress.set(after);
      if (Math.floor(after) > Math.floor(before)) onHop(Math.floor(after));
      if (after >= to) this.pause();
      else this.cancel = this.nextFrame(tick);
    };
    this.cancel = this.nextFrame(tick);
  }

  pause(): void {
    this.cancel?.();
    this.cancel = null;
    this.progress.set(null);
  }
}
