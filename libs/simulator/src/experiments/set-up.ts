// The effective settings of an experiment.
import { PAPER_NETWORK, ROUND_MS, callTimeoutMsOf } from './paper-world';
import { failingCount, isMaintained, type ExperimentSettings } from './settings';

type Always = 'nodes' | 'virtualNodes' | 'keys' | 'failed' | 'seeds' | 'seed';

/** For experiments with lookups. */
export interface LookupSetUp {
  /** Lookups per seed. */
  readonly lookups: number;
  readonly successors: number;
  /** Joins a second, and as many leaves. */
  readonly rate: number;
  /** The bounds of the time between two rounds of maintenance, in milliseconds; `null` without maintenance. */
  readonly roundMs: readonly [number, number] | null;
  /** The number of lookups that begin in a second; `null` where time plays no part. */
  readonly lookupsPerSecond: number | null;
  /** The mean of the one-way delay of a message, which is exponential, in milliseconds. */
  readonly delayMs: number;
  /** The time in milliseconds after which a call counts as timed out. */
  readonly callTimeoutMs: number;
  /** True when the owner itself is pinged. */
  readonly asksOwner: boolean;
}

export interface SetUp extends Pick<ExperimentSettings, Always>, Partial<LookupSetUp> {
  /** The number of failed hosts in each run. */
  readonly failedHosts: number;
}

/** The number of lookups that begin in a second where members come and go or maintain their pointers. */
export const LOOKUPS_PER_SECOND = 1;

export function setUpOf(settings: ExperimentSettings): SetUp {
  const { nodes, virtualNodes, keys, failed, seeds, seed, lookups, successors, rate } = settings;
  const always = { nodes, virtualNodes, keys, failed, failedHosts: failingCount(settings) };
  if (lookups === 0) return { ...always, seeds, seed };
  const isLive = isMaintained(settings);
  return {
    ...always,
    lookups,
    successors,
    rate,
    roundMs: isLive ? ROUND_MS : null,
    lookupsPerSecond: isLive ? LOOKUPS_PER_SECOND : null,
    delayMs: PAPER_NETWORK.meanMs,
    callTimeoutMs: callTimeoutMsOf(settings),
    asksOwner: asksOwner(settings),
    seeds,
    seed,
  };
}

/**
 * A host that leaves notifies its neighbours: where members maintain their pointers, only failures make a ping of the
 * owner necessary.
 */
export function asksOwner(settings: ExperimentSettings): boolean {
  return !isMaintained(settings) || settings.failed > 0;
}
