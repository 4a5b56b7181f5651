// Asks several addresses at once which node answers there, and orders them by usefulness.
import { CodedError, codeOf } from '../base/errors';
import type { Identity } from '../messages/chord-messages';
import type { Address } from '../id/node-ref';

export interface Identified extends Identity {
  readonly address: Address;
}

/**
 * @returns the peers that answered, members of rings before nodes that are alone, otherwise in the given order; and the
 *   reason of one that did not, if any
 * @throws CodedError `INCOMPATIBLE` when every answer is that
 */
export async function identifyAll(
  addresses: readonly Address[],
  identify: (address: Address) => Promise<Identity>,
): Promise<{ found: Identified[]; reason?: unknown }> {
  const answers = await Promise.allSettled(
    addresses.map(async (address): Promise<Identified> => ({
      address,
      ...(await identify(address)),
    })),
  );
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const failed = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason as unknown] : [],
  );
  for (const reason of failed) if (!(reason instanceof CodedError)) throw reason;
  const isMember = ({ membership }: Identity): number => (membership === 'member' ? 0 : 1);
  found.sort((a, b) => isMember(a) - isMember(b));
  const final = failed.find((reason) => codeOf(reason) === 'INCOMPATIBLE');
  if (found.length === 0 && final) throw final;
  return failed.length > 0 ? { found, reason: failed[0] } : { found };
}
