// The client: the operations of a ring over HTTP.
import type {
  BackupDto,
  JoinReportDto,
  KeyCountDto,
  HealthReportDto,
  KeyListDto,
  LeavePreviewDto,
  LeaveReportDto,
  LifeDto,
  KeyReplicasDto,
  LookupDto,
  NodeViewDto,
  operations,
  PutResultDto,
  RecoveryDto,
  RingDto,
} from '@chord-dht/api-client';
import { runBatch, type BatchOperation, type BatchOptions, type BatchResult } from './batch';
import { ClientError } from './client-error';
import { listEntries, type ListEntry, type ListOptions } from './listing';
import type { CallOptions, ClientOptions, RecoveryOptions } from './options';
import { checkedPath } from './paths';
import { Sender, type Question } from './sender';
import { dateOf, infoOf, tagOf, valueOf, type StoredValue, type ValueInfo } from './values';
import { watchKeys, type WatchEvent, type WatchOptions } from './watch';
import { bindWrite, checkedValue, type PutOptions, type WriteOptions } from './writes';

const KEY = '/api/v1/keys/{key}';

export interface ReadOptions extends CallOptions {
  /** `one`: any one home replica answers, fast and possibly stale. */
  readonly consistency?: 'one' | undefined;
}

export interface Written {
  readonly version: string;
  readonly created: boolean;
  readonly expiresAt: Date | null;
  /** True when an earlier attempt of this write has taken effect and this is its answer. */
  readonly replayed: boolean;
  readonly owner: string;
  readonly hops: number;
}

type Query<Id extends keyof operations> = operations[Id]['parameters']['query'];

export class ChordClient {
  private readonly sender: Sender;

  /** @throws ClientError `BAD_OPTION` */
  constructor(options: ClientOptions) {
    this.sender = new Sender(options);
  }

  get endpoints(): readonly string[] {
    return this.sender.endpoints.urls;
  }

  /** Returns the value of a key, or `undefined` when there is none. @throws ClientError */
  async get(key: string, options: ReadOptions = {}): Promise<StoredValue | undefined> {
    const question = this.reading('GET', key, options);
    return this.sender.send(question, (response) => valueOf(key, response)).catch(unlessAbsent);
  }

  /** Returns the value unless its version is still this one. @throws ClientError */
  async getIfChanged(
    key: string,
    version: string,
    options: ReadOptions = {},
  ): Promise<StoredValue | 'unchanged' | undefined> {
    const question = {
      ...this.reading('GET', key, options),
      headers: { 'if-none-match': tagOf(version) },
      accepted: [304],
    };
    return this.sender
      .send(question, async (response) =>
        response.status === 304 ? ('unchanged' as const) : valueOf(key, response),
      )
      .catch(unlessAbsent);
  }

  /** Returns the attributes of a value without its bytes. @throws ClientError */
  async head(key: string, options: ReadOptions = {}): Promise<ValueInfo | undefined> {
    const question = this.reading('HEAD', key, options);
    return this.sender
      .send(question, async ({ headers }) => infoOf(key, headers))
      .catch(unlessAbsent);
  }

  /** @throws ClientError; its `outcome` has the effect. `PRECONDITION_FAILED` when a condition does not hold */
  async put(key: string, value: string | Uint8Array, options: PutOptions = {}): Promise<Written> {
    const { contentType = defaultType(value), ttl } = options;
    const query: Query<'putKey'> = ttl === undefined ? {} : { ttl };
    const write = bindWrite(options);
    const question: Question = {
      ...callOf(options),
      ...write,
      method: 'PUT',
      path: checkedPath(KEY, { key }, query),
      headers: { ...write.headers, 'content-type': contentType },
      body: checkedValue(value),
    };
    return this.sender.send(question, async (response) => {
      const { version, created, expiresAt, owner, hops } = (await response.json()) as PutResultDto;
      const replayed = response.headers.get('idempotency-replayed') === 'true';
      const end = dateOf(expiresAt);
      return { version, created, expiresAt: end, replayed, owner: owner.address, hops };
    });
  }

  /** Returns whether there was a value. @throws ClientError */
  async delete(key: string, options: WriteOptions = {}): Promise<boolean> {
    const question: Question = {
      ...callOf(options),
      ...bindWrite(options),
      ...{ method: 'DELETE', path: checkedPath(KEY, { key }) },
    };
    const removed = await this.sender.send(question, drained).catch(unlessAbsent);
    return removed !== undefined;
  }

  /** Sets the expiry in seconds from now; `null`: never. `undefined` when there is no value. @throws ClientError */
  async changeLife(
    key: string,
    ttl: number | null,
    options: WriteOptions = {},
  ): Promise<LifeDto | undefined> {
    const write = bindWrite(options);
    const question: Question = {
      ...callOf(options),
      ...write,
      ...{ method: 'PATCH', path: checkedPath(KEY, { key }) },
      headers: { ...write.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ttl }),
    };
    return this.sender.send(question, json<LifeDto>).catch(unlessAbsent);
  }

  /**
   * The keys of the ring, sorted by name (UTF-8 bytes); with a delimiter, one level of a hierarchy. A key that is not
   * written meanwhile appears exactly once; the listing is no snapshot.
   * @throws ClientError `INCOMPLETE` when a part of the ring could not be read within the deadline of a page
   */
  list(options: ListOptions = {}): AsyncGenerator<ListEntry, void, undefined> {
    return listEntries((query, call) => this.page(query, call), this.sender.settings, options);
  }

  /** One page of a listing, as a node returns it; `missing` has the ids whose keys it lacks. @throws ClientError */
  async page(query: Query<'listKeys'> = {}, options: CallOptions = {}): Promise<KeyListDto> {
    return this.read<KeyListDto>(checkedPath('/api/v1/keys', {}, query), options);
  }

  /** Returns the number of keys, and the bytes of their values. @throws ClientError */
  async count(prefix = '', options: CallOptions = {}): Promise<KeyCountDto> {
    const query: Query<'countKeys'> = { prefix };
    return this.read<KeyCountDto>(checkedPath('/api/v1/keys/count', {}, query), options);
  }

  /**
   * Runs many operations; the results are in their order. No transaction. Operations on one key run in their order;
   * those on a key that appears more than once are not repeated, as that could change the order.
   * @throws ClientError when a request as a whole is refused
   */
  batch(operations: readonly BatchOperation[], options: BatchOptions = {}): Promise<BatchResult[]> {
    return runBatch(this.sender, operations, options);
  }

  /**
   * Yields the changes of keys, from now on or behind `lastEventId`. Continues at another node when a stream ends;
   * `gap` marks where changes may have been missed. Ends with its signal, or when the caller leaves the loop.
   * @throws ClientError
   */
  watch(options: WatchOptions = {}): AsyncGenerator<WatchEvent, void, undefined> {
    return watchKeys(this.sender, options);
  }

  /** Returns the ring as its members report it. @throws ClientError */
  ring(options: CallOptions = {}): Promise<RingDto> {
    return this.read<RingDto>('/api/v1/ring', options);
  }

  /** Returns the pointers of the node that answers, or of the member with this id. @throws ClientError */
  async node(id?: string, options: CallOptions = {}): Promise<NodeViewDto> {
    const path = id === undefined ? '/api/v1/node' : checkedPath('/api/v1/nodes/{id}', { id });
    return this.read<NodeViewDto>(path, options);
  }

  /** Returns the health report of the node that answers. @throws ClientError `NOT_READY` */
  ready(options: CallOptions = {}): Promise<HealthReportDto> {
    return this.read<HealthReportDto>('/health/ready', options);
  }

  /** Returns the id of a key, its owner, and every hop of the lookup. @throws ClientError */
  async lookup(key: string, options: CallOptions = {}): Promise<LookupDto> {
    return this.read<LookupDto>(checkedPath('/api/v1/lookups/{key}', { key }), options);
  }

  /** Returns the copy of a key at each home replica. @throws ClientError */
  async replicas(key: string, options: CallOptions = {}): Promise<KeyReplicasDto> {
    return this.read<KeyReplicasDto>(checkedPath('/api/v1/keys/{key}/replicas', { key }), options);
  }

  /** Brings the node that answers and others into one ring. Not repeated. @throws ClientError */
  join(peers: readonly string[], options: CallOptions = {}): Promise<JoinReportDto> {
    return this.command<JoinReportDto>('/api/v1/ring/join', options, JSON.stringify({ peers }));
  }

  /** Returns what would move if the node that answers left. @throws ClientError */
  previewLeave(options: CallOptions = {}): Promise<LeavePreviewDto> {
    return this.read<LeavePreviewDto>('/api/v1/ring/leave', options);
  }

  /** Makes the node that answers hand over its keys, leave and stop. Not repeated. @throws ClientError */
  leave(options: CallOptions = {}): Promise<LeaveReportDto> {
    return this.command<LeaveReportDto>('/api/v1/ring/leave', options);
  }

  /** Begins a backup at the node that answers, into a folder of its machine. Not repeated. @throws ClientError */
  beginBackup(options: CallOptions = {}): Promise<BackupDto> {
    return this.command<BackupDto>('/api/v1/node/backup', options);
  }

  /** Returns the state of the last backup of the node that answers. @throws ClientError */
  backup(options: CallOptions = {}): Promise<BackupDto> {
    return this.read<BackupDto>('/api/v1/node/backup', options);
  }

  /** Stops the node that answers, with its keys on disk, without leaving. Not repeated. @throws ClientError */
  async shutdown(options: CallOptions = {}): Promise<void> {
    const question: Question = {
      ...callOf(options),
      method: 'POST',
      path: '/shutdown',
      isWrite: true,
    };
    await this.sender.send(question, drained);
  }

  /**
   * Makes the node that answers give up nodes that are gone for good, in the arcs that wait for them. To be called at
   * every remaining node, first with `check`, which changes nothing, then with what all of them have found to wait. Not
   * repeated.
   * @throws ClientError `NO_RECOVERY`
   */
  recover(lost: readonly string[], options: RecoveryOptions = {}): Promise<RecoveryDto> {
    const { check = false, waiting, ...call } = options;
    return this.command('/api/v1/node/recovery', call, JSON.stringify({ lost, check, waiting }));
  }

  private reading(method: 'GET' | 'HEAD', key: string, options: ReadOptions): Question {
    const { consistency } = options;
    const query: Query<'getKey'> = consistency === undefined ? {} : { consistency };
    const path = checkedPath(KEY, { key }, query);
    return { ...callOf(options), method, path };
  }

  private read<T>(path: string, options: CallOptions): Promise<T> {
    return this.sender.send({ ...callOf(options), method: 'GET', path }, json<T>);
  }

  /** Not repeated when its outcome is unknown; a node works on it until its own deadline. */
  private command<T>(path: string, options: CallOptions, body?: string): Promise<T> {
    const { timeoutMs = this.sender.settings.timeoutMs } = options;
    const question: Question = {
      ...callOf(options),
      ...{ method: 'POST', path, body, isWrite: true },
      headers: body === undefined ? undefined : { 'content-type': 'application/json' },
      ...{ timeoutMs, attemptTimeoutMs: timeoutMs },
    };
    return this.sender.send(question, json<T>);
  }
}

/** Reads an answer to its end: only then is its connection free again. */
async function drained(response: Response): Promise<true> {
  await response.arrayBuffer();
  return true;
}

/** A 404 of a node means that there is no value; one of any other server is a failure. */
function unlessAbsent(error: unknown): undefined {
  if (error instanceof ClientError && error.code === 'KEY_NOT_FOUND') return undefined;
  throw error;
}

const json = <T>(response: Response): Promise<T> => response.json() as Promise<T>;

function callOf({ signal, timeoutMs }: CallOptions): CallOptions {
  return { signal, timeoutMs };
}

function defaultType(value: string | Uint8Array): string {
  return typeof value === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}
