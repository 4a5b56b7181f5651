// The figures of a history: delays, errors, and the time until everything was as before.
import type { History, Operation, Outage } from './history';

/** What a run without any fault took, on the same machine at the same time. */
export interface Yardstick {
  readonly p99Ms: number;
}

/** Milliseconds of the operations that were served, in no order. */
export function latenciesOf(operations: readonly Operation[]): number[] {
  return operations.filter(isServed).map(({ startMs, endMs }) => endMs - startMs);
}

/** @param share 0.99 for the 99th percentile; @returns 0 of nothing */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What clients did at healthy nodes, without the readings of the end. */
export function clientOperations({ operations }: History): Operation[] {
  return operations.filter(({ isFinal, wasHealthy }) => wasHealthy && !isFinal);
}

/** Share of the operations that were not served, in per cent; keys without most of their replicas are excused. */
export function errorsPercent(asked: readonly Operation[], outages: readonly Outage[]): number {
  const failed = asked.filter((one) => !isServed(one) && !isExcused(one, outages));
  return asked.length === 0 ? 0 : (failed.length / asked.length) * 100;
}

/** How long after `fromMs` operations that began later still failed. */
export function troubleMs(history: History, fromMs: number): number {
  const failed = clientOperations(history).filter((one) => one.startMs >= fromMs && !isServed(one));
  return Math.max(0, ...failed.map(({ endMs }) => endMs - fromMs));
}

/** A conditional write that came second was served as well. */
function isServed({ outcome, answer }: Operation): boolean {
  return outcome === 'ok' || answer.startsWith('412');
}

function isExcused({ key, startMs, endMs }: Operation, outages: readonly Outage[]): boolean {
  return outages.some(
    (outage) => outage.startMs < endMs && outage.endMs > startMs && outage.concerns(key),
  );
}
