// The private parts of a store that mutants replace. Their tests fail when a part is renamed.
import type { Arc, PlacedRecord, Position, RecordStore, StoreNode } from '@chord-dht/store';

interface ViewState {
  readonly view: object | null;
  readonly synced: boolean;
}

interface Part {
  readonly arc: Arc;
  readonly state: ViewState;
}

interface Book {
  set(parts: readonly Part[]): void;
}

interface Confirmee {
  confirmed(record: Uint8Array | undefined, isSure: boolean): void;
}

interface InsideStore {
  readonly context: { readonly records: RecordStore; readonly book: Book };
  readonly parts: {
    readonly offers: {
      offer(owner: object, arc: Arc): Promise<void>;
      drop(arc: Arc): Promise<void>;
    };
    readonly primary: {
      readonly inTurn: {
        readonly quorum: {
          write(view: object, record: PlacedRecord): Promise<void>;
          confirm(view: object, position: Position, turn: object, confirmee: Confirmee): void;
        };
      };
    };
  };
}

export function insideOfStore(store: StoreNode): InsideStore {
  return store as unknown as InsideStore;
}
