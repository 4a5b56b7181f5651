// Compares the copies of one key for people: every home replica reports its own, and no vote is taken.
import { CodedError, codeOf, type NodeRef } from '@chord-dht/chord';
import { malformed } from '../messages/field-reader';
import type { StoreReader } from '../messages/store-reader';
import type { FullContext } from '../primary/store-context';
import { COPY_STATES, type ShownCopy, type ShownRecord } from '../record/shown';
import { WRITES_MAX } from '../record/stored-record';
import { compareVersions, parseVersion, printVersion, type Version } from '../record/version';
import { askReplica } from '../replica/ask-replica';
import { shownCopy } from '../replica/shown-copy';
import type { CallerOptions } from './store-node-types';

export interface KeyCopy {
  readonly node: NodeRef;
  /** `null` when it has not answered; `code` has the reason. */
  readonly copy: ShownCopy | null;
  readonly code: string | null;
  /** The response time in milliseconds; 0 for this node. */
  readonly ms: number;
  /**
   * The time of the first write that it lacks and another replica has, as far as that one remembers its writes, in
   * milliseconds since the Unix epoch; `null` when it lacks no known write.
   */
  readonly behindSinceMs: number | null;
}

export interface KeyCopies {
  /** The latest version found; `null` when no replica has one. */
  readonly newest: string | null;
  /** In the order of the ring, the owner first. */
  readonly copies: readonly KeyCopy[];
}

type Told = Omit<KeyCopy, 'behindSinceMs'>;

/** @param replicas the nodes to ask, the owner first */
export async function readCopies(
  context: FullContext,
  key: string,
  replicas: readonly NodeRef[],
  { timeoutMs = context.parameters.replicaTimeoutMs, trace }: CallerOptions,
): Promise<KeyCopies> {
  const told = await Promise.all(
    replicas.map((node) => tellOf(context, key, node, { timeoutMs, trace })),
  );
  const records = told.flatMap(({ copy }) => copy?.record ?? []);
  const newest = records.reduce<ShownRecord | null>(
    (best, record) => (best && !isLater(record.version, best.version) ? best : record),
    null,
  );
  const isGone = told.some(
    ({ copy }) => copy?.state === 'removed' && copy.record?.version === newest?.version,
  );
  return {
    newest: newest?.version ?? null,
    copies: told.map((one) => ({ ...one, behindSinceMs: behindSince(one, newest, isGone) })),
  };
}

async function tellOf(
  context: FullContext,
  key: string,
  node: NodeRef,
  options: { readonly timeoutMs: number; readonly trace: string | undefined },
): Promise<Told> {
  const { chord, read } = context;
  if (node.id === chord.self.id) {
    const copy = shownCopy(context, { keyId: chord.keyId(key), key });
    return { node, copy, code: null, ms: 0 };
  }
  const startMs = chord.clock.nowMs();
  const since = (): number => chord.clock.nowMs() - startMs;
  try {
    const copy = readCopy(read, await askReplica(context, node, 'replica.show', { key }, options));
    return { node, copy, code: null, ms: since() };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { node, copy: null, code: codeOf(error), ms: since() };
  }
}

/**
 * Where the latest write is a removal, a missing record is up to date as well: each node drops tombstones in its own
 * time.
 */
function behindSince({ copy }: Told, newest: ShownRecord | null, isGone: boolean): number | null {
  if (!copy || !newest || (isGone && copy.state === 'absent')) return null;
  const own = copy.record?.version;
  if (own === newest.version) return null;
  const lacked = newest.writes.find((version) => own === undefined || isLater(version, own));
  return versionOf(lacked ?? newest.version).timeMs;
}

const isLater = (a: string, b: string): boolean => compareVersions(versionOf(a), versionOf(b)) > 0;
const versionOf = (text: string): Version => parseVersion(text) as Version;

/** @throws ChordError `MALFORMED` */
function readCopy(read: StoreReader, body: unknown): ShownCopy {
  const { state: given, record } = read.fields(body);
  const state = COPY_STATES.find((known) => known === given);
  const isNothing = state === 'absent' || state === 'unreadable';
  if (!state || isNothing !== (record === null)) throw malformed('a copy');
  return { state, record: isNothing ? null : readRecord(read, record) };
}

function readRecord(read: StoreReader, value: unknown): ShownRecord {
  const { version, bytes, contentType, modifiedAtMs, expiresAtMs, writes } = read.fields(value);
  const isLife = expiresAtMs === null || typeof expiresAtMs === 'number';
  if (typeof contentType !== 'string' || typeof modifiedAtMs !== 'number' || !isLife)
    throw malformed('a copy');
  return {
    version: printVersion(read.version(version)),
    bytes: read.count(bytes),
    contentType,
    modifiedAtMs,
    expiresAtMs,
    writes: read.array(writes, WRITES_MAX).map((one) => printVersion(read.version(one))),
  };
}
