// Checks the final content of a store against its answers: no acknowledged write is lost, no old value returns, and no
// removed one.
import type { Entry } from '@chord-dht/store/testing';

/** A read at the end through one node; `null` for absent. */
export interface FinalReading {
  readonly node: string;
  readonly value: string | null;
}

/**
 * Judges one key without a search: the last value must come from a write that no acknowledged write followed. Refused
 * and failed writes had no effect.
 * @param writes puts and removes of the key, those of unknown outcome included
 * @returns the fault in a sentence
 */
export function lostWrite(
  writes: readonly Entry[],
  readings: readonly FinalReading[],
): string | undefined {
  const effective = writes.filter(({ call, reply }) => call.kind !== 'get' && !hadNoEffect(reply));
  const acknowledged = effective.filter(({ outcome }) => outcome === 'ok');
  for (const { node, value } of readings) {
    const sources = effective.filter((write) => valueOf(write) === value);
    // Every key is absent at the beginning.
    const origins = value === null ? [{ endMs: -Infinity }, ...sources] : sources;
    if (origins.length === 0) return `${node} has ${value}, which no client wrote.`;
    const missed = origins.map(({ endMs }) => acknowledged.find((write) => write.startMs > endMs));
    const [later] = missed;
    if (missed.every((write) => write !== undefined) && later)
      return `${node} has ${value ?? 'nothing'}, although ${valueOf(later) ?? 'a removal'} was acknowledged later.`;
  }
  const different = readings.find(({ value }) => value !== readings[0]?.value);
  return (
    different &&
    `${different.node} has ${different.value}, and ${readings[0]?.node} has ${readings[0]?.value}.`
  );
}

function hadNoEffect(reply: Entry['reply']): boolean {
  return reply?.kind === 'refused';
}

function valueOf({ call }: Entry): string | null {
  return call.kind === 'put' ? call.value : null;
}
