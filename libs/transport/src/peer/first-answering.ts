// Tries the addresses of a host one after the other until something answers.
import { codeOf } from '@chord-dht/chord';
import type { AddressPolicy } from '../address/address-policy';
import { resolveAllowed, type HostLookup, type Target } from '../address/resolve-allowed';

export interface ReachOptions {
  readonly policy: AddressPolicy;
  readonly lookup?: HostLookup | undefined;
  /** Aborts the attempts. */
  readonly signal: AbortSignal;
}

/**
 * @param attempt throws ChordError `UNREACHABLE` when the next address is to be tried
 * @throws the error of the last attempt; ChordError as `resolveAllowed`
 */
export async function firstAnswering<Result>(
  address: string,
  { policy, lookup, signal }: ReachOptions,
  attempt: (target: Target) => Promise<Result>,
): Promise<Result> {
  const targets = await resolveAllowed(address, policy, lookup);
  let failure: unknown;
  for (const target of targets) {
    try {
      return await attempt(target);
    } catch (error) {
      failure = error;
      if (codeOf(error) !== 'UNREACHABLE' || signal.aborted) break;
    }
  }
  throw failure;
}
