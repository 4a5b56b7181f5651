// Checks whether a history of one register is atomic when every write has a value of its own (Gibbons, Korach,
// Testing Shared Memories, SIAM J. Comput. 26(4), 1997, section 4).

export interface WriteRecord {
  readonly value: string;
  readonly startMs: number;
  /** `null` for a write of unknown outcome: it may take effect at any later time, or never. */
  readonly endMs: number | null;
}

export interface ReadRecord {
  /** `null` when nothing was there. */
  readonly value: string | null;
  readonly startMs: number;
  readonly endMs: number;
}

/** A value with everything that happened to it: it was present from `firstEndMs` to `lastStartMs` at least, if that is later. */
interface Zone {
  readonly value: string | null;
  readonly firstEndMs: number;
  readonly lastStartMs: number;
}

/** @returns what is wrong, in a sentence; `undefined` when the history is atomic */
export function findAnomaly(
  writes: readonly WriteRecord[],
  reads: readonly ReadRecord[],
): string | undefined {
  const zones: Zone[] = [];
  const initial = reads.filter((read) => read.value === null);
  zones.push({
    value: null,
    firstEndMs: -Infinity,
    lastStartMs: Math.max(-Infinity, ...initial.map((read) => read.startMs)),
  });
  for (const write of writes) {
    const readers = reads.filter((read) => read.value === write.value);
    const early = readers.find((read) => read.endMs < write.startMs);
    if (early) return `${write.value} was read before it was written.`;
    if (write.endMs === null && readers.length === 0) continue;
    zones.push({
      value: write.value,
      firstEndMs: Math.min(write.endMs ?? Infinity, ...readers.map((read) => read.endMs)),
      lastStartMs: Math.max(write.startMs, ...readers.map((read) => read.startMs)),
    });
  }
  const invented = reads.find(
    (read) => read.value !== null && !writes.some((write) => write.value === read.value),
  );
  if (invented) return `${invented.value} was read, and nobody wrote it.`;
  return conflictOf(zones);
}

function conflictOf(zones: readonly Zone[]): string | undefined {
  const forward = zones.filter((zone) => zone.firstEndMs < zone.lastStartMs);
  const backward = zones.filter((zone) => zone.firstEndMs >= zone.lastStartMs);
  for (const [index, a] of forward.entries()) {
    for (const b of forward.slice(index + 1)) {
      if (a.firstEndMs < b.lastStartMs && b.firstEndMs < a.lastStartMs) {
        return `${a.value} and ${b.value} were both the latest value at one time.`;
      }
    }
    for (const b of backward) {
      if (a.firstEndMs < b.lastStartMs && b.firstEndMs < a.lastStartMs) {
        return `${b.value} came and went while ${a.value} was there all the time.`;
      }
    }
  }
  return undefined;
}
