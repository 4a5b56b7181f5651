// Decides when a tombstone can be removed: when every home replica has it, or has nothing under its key.
import { codeOf, type NodeRef } from '@chord-dht/chord';
import type { RecordHead } from '../record/stored-record';
import { printVersion } from '../record/version';
import type { View } from '../view/view';
import { isSealed } from '../view/view-state';
import { dropExactly } from './local-records';
import type { ReplicaContext } from './replica-context';

const AT_ONCE = 32;

/**
 * Drops tombstones that are old enough, at all home replicas. Only the primary of a view does so, and
 * only what all its members have confirmed: one that never heard of the deletion would bring the
 * value back when it is the last to remember the key.
 */
export async function collectTombstones(
  context: ReplicaContext,
  bygone: readonly RecordHead[],
): Promise<void> {
  const byView = new Map<View, RecordHead[]>();
  for (const head of bygone) {
    const { state } = context.book.at(head.keyId);
    if (state.view && state.serving && !isSealed(state))
      byView.set(state.view, [...(byView.get(state.view) ?? []), head]);
  }
  for (const [view, heads] of byView) {
    for (let start = 0; start < heads.length; start += AT_ONCE)
      await collect(context, view, heads.slice(start, start + AT_ONCE));
  }
}

async function collect(
  context: ReplicaContext,
  view: View,
  heads: readonly RecordHead[],
): Promise<void> {
  const others = view.members.filter(({ id }) => id !== context.chord.self.id);
  const asked = heads.map(async (head) => {
    const answers = others.map((member) => hasConfirmed(context, view, member, head));
    return (await Promise.all(answers)).every(Boolean);
  });
  const confirmed = await Promise.all(asked);
  const names = heads.filter((_, index) => confirmed[index]);
  if (names.length === 0) return;
  const { epoch, lineage } = view;
  const printed = names.map(({ key, version }) => ({ key, version: printVersion(version) }));
  const body = { view: { epoch, lineage }, names: printed };
  const { call, parameters } = context;
  const timeoutMs = parameters.replicaTimeoutMs;
  // One that misses this keeps its tombstone until it is compared with us.
  await Promise.allSettled(
    others.map((member) => call(member, 'replica.drop', body, { timeoutMs })),
  );
  await dropExactly(context, names);
}

async function hasConfirmed(
  { call, read, parameters }: ReplicaContext,
  { epoch, lineage }: View,
  member: NodeRef,
  { key, version }: RecordHead,
): Promise<boolean> {
  try {
    const body = { view: { epoch, lineage }, key };
    const options = { timeoutMs: parameters.replicaTimeoutMs };
    const reply = read.fields(await call(member, 'replica.read', body, options));
    const there = reply['version'];
    return reply['counts'] === true && (there === null || there === printVersion(version));
  } catch (error) {
    if (codeOf(error) === 'INTERNAL') throw error;
    return false;
  }
}
