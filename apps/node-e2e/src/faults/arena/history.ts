// Every operation of a run with its times and its outcome.

/**
 * - `ok`: answered; the answer counts.
 * - `fail`: certain to have had no effect.
 * - `unknown`: it may take effect at any later time, or never.
 */
export type Outcome = 'ok' | 'fail' | 'unknown';
export type Kind = 'read' | 'write' | 'swap' | 'remove';

export interface Operation {
  readonly kind: Kind;
  readonly key: string;
  /** What was written, or what a reading found; `null` for absent. */
  readonly value: string | null;
  /** The version that a conditional write replaces; `null` when it creates. */
  readonly basis?: string | null;
  readonly outcome: Outcome;
  /** Milliseconds of one clock, as all times of a history. */
  readonly startMs: number;
  readonly endMs: number;
  /** The node that was asked. */
  readonly node: string;
  /** False when the node was in no state to answer, so that its silence says nothing about the key. */
  readonly wasHealthy: boolean;
  /** One of the readings after everything had calmed down. */
  readonly isFinal?: boolean;
  /** HTTP status and code of the answer, or the error of the connection. */
  readonly answer: string;
}

/** A time in which a key may be unavailable, because a majority of its home replicas is. */
export interface Outage {
  readonly startMs: number;
  readonly endMs: number;
  readonly concerns: (key: string) => boolean;
}

export class History {
  readonly operations: Operation[] = [];
  readonly outages: Outage[] = [];

  byKey(): Map<string, Operation[]> {
    const keys = new Map<string, Operation[]>();
    for (const operation of this.operations) {
      const known = keys.get(operation.key);
      if (known) known.push(operation);
      else keys.set(operation.key, [operation]);
    }
    return keys;
  }

  count(outcome: Outcome): number {
    return this.operations.filter((operation) => operation.outcome === outcome).length;
  }
}
