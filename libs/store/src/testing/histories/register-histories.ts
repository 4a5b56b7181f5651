// The keys of a run that behaved as one linearizable register each, for one kind of read.
import type { History, Entry, Reading } from './history';
import { keyModel } from './key-model';
import { checkLinearizable } from './linearizability';

export interface RegisterVerdict {
  readonly key: string;
  /** `undecided`: too entangled for the search. */
  readonly verdict: 'linearizable' | 'not linearizable' | 'undecided';
  readonly history: readonly Entry[];
}

export function checkRegisters(history: History, reading: Reading): RegisterVerdict[] {
  return history.keys().map((key) => {
    const entries = history.of(key, reading);
    return { key, history: entries, verdict: verdictOf(entries) };
  });
}

function verdictOf(entries: readonly Entry[]): RegisterVerdict['verdict'] {
  try {
    // Writes that nobody was told of and nobody saw are rarely needed to explain the rest, and cost the most.
    const isExplained =
      checkLinearizable(entries.filter(wasNoticed(entries)), keyModel).linearizable ||
      checkLinearizable(entries, keyModel).linearizable;
    return isExplained ? 'linearizable' : 'not linearizable';
  } catch (error) {
    if (error instanceof RangeError) return 'undecided';
    throw error;
  }
}

function wasNoticed(entries: readonly Entry[]): (entry: Entry) => boolean {
  const seen = new Set<string | null>();
  for (const { call, reply } of entries) {
    if (reply?.kind === 'value') seen.add(reply.value);
    if (call.kind !== 'get' && reply?.kind === 'done' && typeof call.onlyIf === 'object')
      seen.add(call.onlyIf.value);
  }
  return ({ outcome, call }) => outcome === 'ok' || call.kind !== 'put' || seen.has(call.value);
}
