// The fast read that may be stale: any one home replica answers, and no other is asked.
import { CodedError, codeOf, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../base/errors';
import { homeReplicas } from '../arc/home-replicas';
import type { StoredRecord } from '../record/stored-record';
import { isLive } from '../record/stored-record';
import type { CallerOptions } from './store-node-types';
import { readable } from '../replica/local-records';
import type { FullContext } from '../primary/store-context';

export interface OneReading {
  /** `null` when the replica that answered has no record. */
  readonly record: StoredRecord | null;
  readonly replica: NodeRef;
  readonly hops: number;
}

/**
 * @throws StoreError `UNAVAILABLE` when none of the home replicas answers, ChordError of the lookup
 */
export async function readOne(
  context: FullContext,
  key: string,
  { timeoutMs, trace }: CallerOptions,
): Promise<OneReading> {
  const { chord, parameters } = context;
  const keyId = chord.keyId(key);
  const local = readable(context, { keyId, key });
  if (local) return { record: seen(context, local), replica: chord.self, hops: 0 };
  const found = await chord.lookup(keyId, {
    verifyOwner: false,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(trace === undefined ? {} : { trace }),
  });
  const replicas = homeReplicas([found.owner, ...found.followers], parameters.replicas);
  let answered: NodeRef | undefined;
  for (const replica of replicas) {
    const record = await ask(context, replica, key, trace).catch(unlessPeerFailed);
    if (record === 'silent') continue;
    answered = replica;
    if (record) return { record: seen(context, record), replica, hops: found.path.length - 1 };
  }
  if (answered) return { record: null, replica: answered, hops: found.path.length - 1 };
  throw unavailable('None of the home replicas answers.', 'not-applied');
}

async function ask(
  context: FullContext,
  replica: NodeRef,
  key: string,
  trace: string | undefined,
): Promise<StoredRecord | undefined> {
  const { chord, call, read, parameters } = context;
  if (replica.id === chord.self.id) return undefined;
  const body = { keys: [key] };
  const reply = read.fields(
    await call(replica, 'replica.fetch', body, { timeoutMs: parameters.replicaTimeoutMs, trace }),
  );
  const [bytes] = read.array(reply['records'], 1);
  return bytes === undefined ? undefined : read.record(bytes);
}

function unlessPeerFailed(error: unknown): 'silent' {
  if (error instanceof CodedError && codeOf(error) !== 'INTERNAL') return 'silent';
  throw error;
}

function seen({ chord }: FullContext, record: StoredRecord): StoredRecord | null {
  return isLive(record, chord.clock.wallMs()) ? record : null;
}
