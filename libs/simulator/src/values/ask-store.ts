// Performs one client operation on a store, and classifies its outcome.
import { CodedError, type Address } from '@chord-dht/chord';
import type { GetResult, StoreNode, UnavailableDetail } from '@chord-dht/store';
import type { Entry, KeyReply, Reading } from '@chord-dht/store/testing';
import type { StoreCluster } from '../cluster/store-cluster';
import { bytesOf, textOf } from './text';

/** A client's operation; `ifMatch` is a version, and `ifValue` the value that had it. */
export type Request =
  | { readonly kind: 'get'; readonly reading: Reading }
  | { readonly kind: 'put'; readonly value: string; readonly onlyIf?: Known | 'absent' }
  | { readonly kind: 'remove'; readonly onlyIf?: Known };

export interface Known {
  readonly version: string;
  readonly value: string;
}

export interface Asked {
  readonly entry: Entry;
  /** The version and value of the key that the client has from the answer, if any. */
  readonly known: Known | undefined;
}

export interface AskOptions {
  readonly timeoutMs: number;
}

interface Answer {
  readonly reply: KeyReply;
  readonly known: Known | undefined;
}

/** How much longer than the node a client waits before it gives up, in milliseconds. */
const PATIENCE_MS = 2_000;
const GONE = Symbol('gone');

/** Performs the operation through one node. A process that dies meanwhile gives no answer. Never rejects. */
export async function askStore(
  cluster: StoreCluster,
  node: Address,
  key: string,
  request: Request,
  options: AskOptions,
): Promise<Asked> {
  const startMs = cluster.clock.nowMs();
  const call = callOf(request);
  const reading = request.kind === 'get' ? request.reading : 'majority';
  const about = { key, call, reading, node, startMs };
  const store = cluster.stores.get(node);
  const dies = cluster.untilGone(node);
  try {
    const answer = await Promise.race([
      store ? perform(store, key, request, options.timeoutMs) : GONE,
      dies.promise.then(() => GONE),
      cluster.passes(options.timeoutMs + PATIENCE_MS).then(() => GONE),
    ]);
    if (typeof answer === 'symbol') throw new CodedError('GONE', 'The node is gone.');
    const endMs = cluster.clock.nowMs();
    const entry: Entry = { ...about, endMs, outcome: 'ok', reply: answer.reply };
    return { entry, known: answer.known };
  } catch (error) {
    return { entry: { ...about, ...failureOf(error, cluster) }, known: undefined };
  } finally {
    dies.forget();
  }
}

function callOf(request: Request): Entry['call'] {
  if (request.kind === 'get') return { kind: 'get' };
  const { onlyIf } = request;
  if (request.kind === 'remove')
    return onlyIf === undefined
      ? { kind: 'remove' }
      : { kind: 'remove', onlyIf: { value: request.onlyIf?.value ?? '' } };
  const { value } = request;
  if (onlyIf === undefined) return { kind: 'put', value };
  return {
    kind: 'put',
    value,
    onlyIf: onlyIf === 'absent' ? 'absent' : { value: onlyIf.value },
  };
}

async function perform(
  store: StoreNode,
  key: string,
  request: Request,
  timeoutMs: number,
): Promise<Answer> {
  switch (request.kind) {
    case 'get': {
      const consistency = request.reading === 'one' ? ({ consistency: 'one' } as const) : {};
      return read(await store.get(key, { timeoutMs, ...consistency }));
    }
    case 'put': {
      const { value, onlyIf } = request;
      const condition =
        onlyIf === undefined
          ? undefined
          : onlyIf === 'absent'
            ? ({ ifNoneMatch: '*' } as const)
            : { ifMatch: onlyIf.version };
      const { version, created } = await store.put(key, bytesOf(value), { timeoutMs, condition });
      return { reply: { kind: 'done', existed: !created }, known: { version, value } };
    }
    case 'remove': {
      const condition = request.onlyIf && { ifMatch: request.onlyIf.version };
      const { removed } = await store.remove(key, { timeoutMs, condition });
      return { reply: { kind: 'done', existed: removed }, known: undefined };
    }
  }
}

function read(result: GetResult): Answer {
  if (!result.found) return { reply: { kind: 'value', value: null }, known: undefined };
  const value = textOf(result.value);
  return { reply: { kind: 'value', value }, known: { version: result.version, value } };
}

function failureOf(
  error: unknown,
  cluster: StoreCluster,
): Pick<Entry, 'outcome' | 'reply' | 'endMs' | 'code'> {
  const nowMs = cluster.clock.nowMs();
  const code = error instanceof CodedError ? error.code : 'INTERNAL';
  switch (code) {
    case 'PRECONDITION_FAILED':
      return { outcome: 'ok', reply: { kind: 'refused' }, endMs: nowMs };
    case 'INTERNAL':
      cluster.defects.push(error);
  }
  const outcome = (error as { detail?: Partial<UnavailableDetail> }).detail?.outcome;
  // A 507 without an outcome means that the write had no effect.
  if (outcome === 'not-applied' || (code === 'STORAGE_FULL' && outcome === undefined))
    return { outcome: 'failed', reply: undefined, endMs: nowMs, code };
  return { outcome: 'unknown', reply: undefined, endMs: Infinity, code };
}
