// Knows when a node that took a part of our arc over, and never became our predecessor, has lost its right.
import { codeOf, isGone, type NodeRef } from '@chord-dht/chord';
import type { StoreContext } from '../store-context';

/** Nodes that do not answer, or are in no ring with us, are dismissed: we answer for their part again. */
export async function dismissDeadClaimants(context: StoreContext): Promise<void> {
  await Promise.all(context.authority.claimants.map((node) => check(context, node)));
}

async function check(context: StoreContext, node: NodeRef): Promise<void> {
  try {
    const view = context.read.fields(await context.chord.peers.call(node, 'chord.view', null));
    if (view['membership'] === 'alone') context.authority.dismiss(node);
  } catch (error) {
    if (isGone(error)) context.authority.dismiss(node);
    else if (codeOf(error) === 'INTERNAL') throw error;
  }
}
