// Words for a node's own figures.
import type { NodeViewDto } from '@chord-dht/api-client';

type Finger = NodeViewDto['fingers'][number];

/** `42 s`, `12 min`, `3 h`, `5 d`. */
export function uptime(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600
    ? `${Math.round(seconds / 3600)} h`
    : `${Math.round(seconds / 86400)} d`;
}

/** Every entry of the finger table; only the first of a run has its start. */
export function everyEntry(runs: readonly Finger[]): Finger[] {
  return runs.flatMap((run) =>
    Array.from({ length: run.lastIndex - run.firstIndex + 1 }, (_, step) => {
      const index = run.firstIndex + step;
      return { ...run, firstIndex: index, lastIndex: index, start: step === 0 ? run.start : '' };
    }),
  );
}
