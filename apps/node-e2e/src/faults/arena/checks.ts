// Checks that a history contains nothing forbidden, and measures how long a key was unavailable.
import { findAnomaly } from '@chord-dht/store/testing';
import type { History, Operation, Outage } from './history';
import { NO_RETRY_AFTER } from './key-client';

export interface Findings {
  /** Acknowledged writes that a final reading did not find. */
  readonly lost: string[];
  /** Keys whose operations no single register can explain, and why. */
  readonly stale: string[];
  /** Keys under which a value was read that nobody can have written. */
  readonly unwritten: string[];
  /** Versions that more than one conditional write replaced. */
  readonly doubleSwaps: string[];
  /** Values that were read after their deletion. */
  readonly resurrected: string[];
  /** Answers that no rule allows, such as 500. */
  readonly unexpected: string[];
}

/** Keys that begin so are written once, deleted, and then stay absent. */
export const DELETED_PREFIX = 'deleted-';

/** Keys that begin so are written and read all the time. */
export const REGISTER_PREFIX = 'register-';

const SHOWN = 12;
const SHOWN_LENGTH = 40;

export function check(history: History): Findings {
  const findings: Findings = {
    lost: [],
    stale: [],
    unwritten: [],
    doubleSwaps: doubleSwaps(history.operations),
    resurrected: [],
    unexpected: history.operations.filter(isUnexpected).map(printOperation),
  };
  for (const [key, operations] of history.byKey()) {
    if (key.startsWith(DELETED_PREFIX)) {
      findings.resurrected.push(...resurrected(operations));
      findings.lost.push(...missedByRemoval(operations));
      continue;
    }
    const anomaly = anomalyOf(operations);
    if (anomaly !== undefined)
      findings[anomaly.includes('nobody wrote') ? 'unwritten' : 'stale'].push(
        `${key}: ${anomaly}${evidence(operations, anomaly)}`,
      );
    findings.lost.push(...lostWrites(operations));
  }
  return findings;
}

/**
 * The keys of which both sides of a partition acknowledged changes that began after the cut. A view has its majority on
 * one side at most. On which side is not told by the addresses: on a slow machine a view can still have the members of
 * the fault before.
 * @param minority the addresses of the smaller side
 */
export function acknowledgedOnBothSides(
  { operations }: History,
  minority: ReadonlySet<string>,
  cutMs: number,
): string[] {
  const changes = operations.filter(
    ({ kind, outcome, startMs }) => kind !== 'read' && outcome === 'ok' && startMs >= cutMs,
  );
  const byMajority = new Set(
    changes.filter(({ node }) => !minority.has(node)).map(({ key }) => key),
  );
  return changes
    .filter(({ node, key }) => minority.has(node) && byMajority.has(key))
    .map(({ key, answer }) => `both sides acknowledged ${key}, the minority with ${answer}`);
}

/** @returns why no atomic register can have answered so; `undefined` when one can */
export function anomalyOf(operations: readonly Operation[]): string | undefined {
  const writes = operations
    .filter(({ kind, outcome }) => (kind === 'write' || kind === 'swap') && outcome !== 'fail')
    .map(({ value, startMs, endMs, outcome }) => ({
      value: value ?? '',
      startMs,
      endMs: outcome === 'ok' ? endMs : null,
    }));
  const reads = operations.filter(({ kind, outcome }) => kind === 'read' && outcome === 'ok');
  return findAnomaly(writes, reads);
}

/** Acknowledged writes that began after the one was over that a final reading found. */
export function lostWrites(operations: readonly Operation[]): string[] {
  const writes = operations.filter(({ kind }) => kind === 'write' || kind === 'swap');
  const finals = operations.filter(({ isFinal, outcome }) => isFinal && outcome === 'ok');
  const lost = new Set<string>();
  for (const { value, node } of finals) {
    const found = writes.find((write) => write.value === value);
    if (found?.outcome === 'unknown') continue;
    const foundMs = found?.endMs ?? -Infinity;
    for (const write of writes) {
      if (write.outcome === 'ok' && write.startMs > foundMs)
        lost.add(
          `${printOperation(write)}, but at the end ${node} has ${value?.slice(0, SHOWN_LENGTH)}`,
        );
    }
  }
  return [...lost];
}

function doubleSwaps(operations: readonly Operation[]): string[] {
  const winners = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (operation.kind !== 'swap' || operation.outcome !== 'ok') continue;
    const name = `${operation.key} ${operation.basis}`;
    winners.set(name, [...(winners.get(name) ?? []), operation]);
  }
  return [...winners]
    .filter(([, swaps]) => swaps.length > 1)
    .map(([name, swaps]) => `${name}: ${swaps.map(printOperation).join(' and ')}`);
}

/** What was read of a key after its only write was over and its absence was confirmed. */
function resurrected(operations: readonly Operation[]): string[] {
  const write = operations.find(({ kind }) => kind === 'write');
  if (!write || write.outcome === 'unknown') return [];
  const writtenMs = write.outcome === 'ok' ? write.endMs : -Infinity;
  const removals = operations.filter(
    ({ kind, outcome, startMs }) => kind === 'remove' && outcome === 'ok' && startMs >= writtenMs,
  );
  const goneMs = Math.min(Infinity, ...removals.map(({ endMs }) => endMs));
  return operations
    .filter(({ kind, outcome, value }) => kind === 'read' && outcome === 'ok' && value !== null)
    .filter(({ startMs }) => startMs > goneMs || write.outcome === 'fail')
    .map(printOperation);
}

/** The first removal of a value that was acknowledged before has to find it. */
function missedByRemoval(operations: readonly Operation[]): string[] {
  const write = operations.find(({ kind }) => kind === 'write');
  if (write?.outcome !== 'ok') return [];
  if (operations.some(({ kind, outcome }) => kind === 'remove' && outcome === 'unknown')) return [];
  return operations
    .filter(({ kind, outcome }) => kind === 'remove' && outcome === 'ok')
    .filter(({ answer }) => /^404|non existent/.test(answer))
    .map(printOperation);
}

function isUnexpected({ answer }: Operation): boolean {
  return (
    /^(5(?!03|04|07)\d\d|4(?!04|12|29)\d\d|3\d\d) /.test(answer) || answer.endsWith(NO_RETRY_AFTER)
  );
}

/** The longest time in which a register answered nobody at nodes that could have answered; other keys are used too rarely to tell. */
export function longestUnavailability(history: History): { ms: number; key: string } {
  let longest = { ms: 0, key: '' };
  for (const [key, operations] of history.byKey()) {
    if (!key.startsWith(REGISTER_PREFIX)) continue;
    const ms = unavailabilityOf(
      operations,
      history.outages.filter(({ concerns }) => concerns(key)),
    );
    if (ms > longest.ms) longest = { ms, key };
  }
  return longest;
}

/** The longest that anybody who asked had to wait until somebody was answered. */
function unavailabilityOf(operations: readonly Operation[], outages: readonly Outage[]): number {
  const asked = operations.filter(({ wasHealthy }) => wasHealthy);
  const answeredMs = asked
    .filter(({ outcome, answer }) => outcome === 'ok' || answer.startsWith('412'))
    .map(({ endMs }) => endMs)
    .sort((a, b) => a - b);
  let longestMs = 0;
  for (const { startMs, endMs } of asked) {
    const untilMs = answeredMs.find((answerMs) => answerMs >= startMs) ?? endMs;
    const excusedMs = outages
      .filter((outage) => outage.startMs < untilMs && outage.endMs > startMs)
      .reduce((latestMs, outage) => Math.max(latestMs, outage.endMs), startMs);
    longestMs = Math.max(longestMs, untilMs - excusedMs);
  }
  return longestMs;
}

export function printOperation(operation: Operation): string {
  const { kind, key, outcome, startMs, endMs, node, answer } = operation;
  const value = operation.value?.slice(0, SHOWN_LENGTH);
  const times = `${startMs.toFixed(0)}-${endMs.toFixed(0)} ms`;
  return `${kind} ${key} ${value} at ${node}, ${times}: ${outcome} (${answer})`;
}

/** The operations on the values that an anomaly names, and what came last. */
function evidence(operations: readonly Operation[], anomaly: string): string {
  const named = operations.filter(
    ({ value, outcome }) => value !== null && outcome !== 'fail' && anomaly.includes(`${value} `),
  );
  return [...named.slice(0, SHOWN), ...(named.length > SHOWN ? named.slice(-SHOWN / 2) : [])]
    .map((operation) => `\n      ${printOperation(operation)}`)
    .join('');
}
