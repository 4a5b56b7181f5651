// The operations on values for an application's callers; the store performs them.
import type {
  CountOptions,
  CountResult,
  GetOptions,
  GetResult,
  ListOptions,
  ListResult,
  PutOptions,
  PutResult,
  RemoveOptions,
  RemoveResult,
  StoreNode,
} from '@chord-dht/store';
import type { CodedError } from '@chord-dht/chord';
import { Inject, Injectable } from '@nestjs/common';
import { MemberHolder } from '../member/member';
import { ServicePhase } from '../member/phase';

/** The number of keys that are read before other tasks have a turn. */
const SLICE_KEYS = 1_000;
/** The most attempts; a value that is written all the time gets its expiry from its writers. */
const ATTEMPTS_MAX = 16;

@Injectable()
export class DbService {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
  ) {}

  /** Calls the store while the node serves. @returns a promise that rejects with MemberError `NOT_READY` otherwise */
  private ask<Answer>(question: (store: StoreNode) => Promise<Answer>): Promise<Answer> {
    try {
      this.phase.assertServing();
      return question(this.holder.current.store);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** The stores of all positions. */
  private get stores(): StoreNode[] {
    this.phase.assertServing();
    return this.holder.all.map(({ store }) => store);
  }

  put(key: string, value: Uint8Array, options: PutOptions): Promise<PutResult> {
    return this.ask((store) => store.put(key, value, options));
  }

  /**
   * Sets the expiry of a value, and keeps everything else.
   * @param options as those of a write; without `ttlSeconds` the value does not expire
   * @returns `undefined` when there is none
   */
  async changeLife(key: string, options: PutOptions): Promise<PutResult | undefined> {
    const { condition, trace } = options;
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.get(key, { trace });
      if (!found.found) return undefined;
      const { value, contentType, version } = found;
      // The client's other conditions are evaluated together with this one: no write can come between. A condition that
      // matches nothing is refused, unless an earlier request has made this very change.
      const ifMatch = isAmong(condition?.ifMatch, version) ? version : [];
      const unchanged = { ...condition, ifMatch };
      try {
        return await this.put(key, value, { ...options, contentType, condition: unchanged });
      } catch (error) {
        const { code, detail } = error as Partial<CodedError>;
        const isChanged = (detail as { version?: unknown } | undefined)?.version !== version;
        if (code !== 'PRECONDITION_FAILED' || !isChanged || attempt >= ATTEMPTS_MAX) throw error;
      }
    }
  }

  get(key: string, options: GetOptions): Promise<GetResult> {
    return this.ask((store) => store.get(key, options));
  }

  remove(key: string, options: RemoveOptions): Promise<RemoveResult> {
    return this.ask((store) => store.remove(key, options));
  }

  list(options: ListOptions): Promise<ListResult> {
    return this.ask((store) => store.list(options));
  }

  count(options: CountOptions): Promise<CountResult> {
    return this.ask((store) => store.count(options));
  }

  /** The keys that this node stores as their owner. */
  async ownKeys(): Promise<string[]> {
    const keys: string[] = [];
    for (const store of this.stores) {
      for (const key of store.ownKeys()) {
        keys.push(key);
        if (keys.length % SLICE_KEYS === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return keys;
  }

  async flush(): Promise<void> {
    for (const store of this.stores) await store.flush();
  }
}

function isAmong(wanted: string | readonly string[] | undefined, version: string): boolean {
  if (wanted === undefined || wanted === '*') return true;
  return typeof wanted === 'string' ? wanted === version : wanted.includes(version);
}
