// Asks another home replica: within a deadline, and no longer than that node is alive.
import type { NodeRef } from '@chord-dht/chord';
import { unlessGone } from '../messages/unless-gone';
import type { ViewMessages } from '../view/view-messages';
import type { ReplicaContext } from './replica-context';

/**
 * Its answer, unchecked.
 * @throws CodedError as Peers.call; `TIMEOUT` also when it stops answering pings before the deadline
 */
export function askReplica<Type extends keyof ViewMessages & string>(
  context: ReplicaContext,
  node: NodeRef,
  type: Type,
  body: ViewMessages[Type]['request'],
  options: { readonly timeoutMs: number; readonly trace?: string | undefined },
): Promise<unknown> {
  return unlessGone(context, node, context.call(node, type, body, options));
}
