// Knows what a caller can ask about values; the store does it.
import type {
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
import { Inject, Injectable } from '@nestjs/common';
import { MemberHolder } from '../dht/member';
import { ServicePhase } from '../lifecycle/phase';

/** So many keys are read at a time; then others have a turn. */
const SLICE_KEYS = 1_000;

@Injectable()
export class DbService {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
  ) {}

  /** The store, while the node serves. */
  private get store(): StoreNode {
    this.phase.assertServing();
    return this.holder.current.store;
  }

  /** Those of all its positions. */
  private get stores(): StoreNode[] {
    this.phase.assertServing();
    return this.holder.all.map(({ store }) => store);
  }

  put(key: string, value: Uint8Array, options: PutOptions): Promise<PutResult> {
    return this.store.put(key, value, options);
  }

  get(key: string, options: GetOptions): Promise<GetResult> {
    return this.store.get(key, options);
  }

  remove(key: string, options: RemoveOptions): Promise<RemoveResult> {
    return this.store.remove(key, options);
  }

  list(options: ListOptions): Promise<ListResult> {
    return this.store.list(options);
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
